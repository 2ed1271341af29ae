import { expect } from "chai";
import { describe, it } from "mocha";
import { SortableIds } from "../../../src/integrations/system/sortable-ids.js";
import { SystemClock } from "../../../src/integrations/system/system-clock.js";
import { ManualClock } from "../../support/manual-clock.js";

describe("SortableIds", () => {
  const take = (ids: SortableIds, count: number) => Array.from({ length: count }, () => ids.next());

  it("gives 24 characters of a-z and 0-9", () => {
    for (const id of take(new SortableIds(new SystemClock()), 1000)) expect(id).to.match(/^[a-z0-9]{24}$/);
  });

  it("rises strictly while the clock stands, goes on and goes back", () => {
    const clock = new ManualClock();
    const ids = new SortableIds(clock);
    const given: string[] = [];
    for (const step of [0, 1, -5000, 0, 1, 60_000]) {
      clock.time += step;
      given.push(...take(ids, 50_000));
    }
    expect(new Set(given).size).to.equal(given.length);
    for (let at = 1; at < given.length; at++) {
      if (given[at - 1]! >= given[at]!) expect.fail(`${given[at]} came after ${given[at - 1]}`);
    }
  });

  it("sorts the ids of two makers by their times", () => {
    const clock = new ManualClock();
    const [one, two] = [new SortableIds(clock), new SortableIds(clock)];
    const early = take(one, 10);
    clock.time++;
    const late = take(two, 10);
    expect([...late, ...early].sort()).to.deep.equal([...early, ...late]);
  });

  it("never gives two makers the same id at the same moment", () => {
    const clock = new ManualClock();
    const given = Array.from({ length: 1000 }, () => new SortableIds(clock).next());
    expect(new Set(given).size).to.equal(1000);
    const tails = given.map((id) => id.slice(12));
    for (let place = 0; place < 12; place++) {
      expect(new Set(tails.map((tail) => tail[place])).size, `place ${place}`).to.equal(36);
    }
  });
});
