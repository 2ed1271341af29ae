import { expect } from "chai";
import { describe, it } from "mocha";
import { Heartbeat } from "../../../../src/core/administration/heartbeat.js";
import { Workers } from "../../../../src/core/administration/workers.js";
import type { Slot } from "../../../../src/core/ports/job-runtime.js";
import { KnownSlots } from "../../../../src/core/training/known-slots.js";
import { eachTestInAHouse } from "../../../support/core-house.js";

const CARD: Slot = { id: "gpu-0", kind: "gpu", device: "GPU-1", memoryGiB: 24 };

describe("slots of all workers", () => {
  const house = eachTestInAHouse();

  function known(own: readonly Slot[] = [], ownWorkerId?: string): KnownSlots {
    const { stores, clock, logger } = house();
    return new KnownSlots({ keyValues: stores.keyValues, own, ownWorkerId, clock, logger });
  }

  function worker(
    id: string,
    slots: readonly Slot[],
  ): { start: () => Promise<void>; stop: () => Promise<void> } {
    const { stores, clock, logger } = house();
    const self = { id, name: "host", version: "1" };
    const heartbeat = new Heartbeat({ workers: new Workers(stores.keyValues), clock, logger, self });
    return { start: () => heartbeat.start(slots), stop: () => heartbeat.stop() };
  }

  async function seen(slots: KnownSlots): Promise<string[]> {
    await slots.look();
    return slots.byWorker().flatMap(({ workerId, slots: has }) => has.map(({ id }) => `${workerId} ${id}`));
  }

  it("are those of the workers that live, each under a name of its own", async () => {
    const slots = known();
    expect(await seen(slots)).to.deep.equal([]);
    const [a, b] = [worker("a", [CARD]), worker("b", [CARD, { id: "gpu-1", kind: "gpu" }])];
    await a.start();
    await b.start();
    expect(await seen(slots)).to.deep.equal(["a gpu-0", "b gpu-0", "b gpu-1"]);
    expect(slots.all()[0]).to.deep.equal({ id: "gpu-0", kind: "gpu", memoryGiB: 24 });
    await b.stop();
    expect(await seen(slots)).to.deep.equal(["a gpu-0"]);
    await a.stop();
  });

  it("are this process's own, and others' beside them", async () => {
    const [here, there] = [worker("here", [CARD]), worker("there", [CARD])];
    await here.start();
    await there.start();
    const slots = known([CARD], "here");
    expect(slots.all(), "before the first look").to.deep.equal([CARD]);
    expect(await seen(slots)).to.deep.equal(["here gpu-0", "there gpu-0"]);
    await there.stop();
    expect(await seen(slots)).to.deep.equal(["here gpu-0"]);
    await here.stop();
  });

  it("are not those of a worker that was silent for a minute, while another lives", async () => {
    const { clock, stores } = house();
    const slots = known();
    await stores.keyValues.write("workers", "a", { slots: [CARD], at: clock.now() });
    clock.time += 61_000;
    await stores.keyValues.write("workers", "b", { slots: [CARD], at: clock.now() });
    expect(await seen(slots)).to.deep.equal(["b gpu-0"]);
  });

  it("are looked for when they are asked for and none was there", async () => {
    const slots = known();
    await slots.look();
    const a = worker("a", [CARD]);
    await a.start();
    expect(slots.all(), "as they were at the last look").to.deep.equal([]);
    expect(await slots.current()).to.deep.equal([{ id: "gpu-0", kind: "gpu", memoryGiB: 24 }]);
    await a.stop();
  });

  it("stay for a quarter of an hour when every worker is away: a host restarts", async () => {
    const { clock } = house();
    const slots = known();
    const a = worker("a", [CARD]);
    await a.start();
    expect(await seen(slots)).to.deep.equal(["a gpu-0"]);
    await a.stop();
    clock.time += 14 * 60_000;
    expect(await seen(slots)).to.deep.equal(["a gpu-0"]);
    clock.time += 2 * 60_000;
    expect(await seen(slots)).to.deep.equal([]);
  });

  it("are not taken from a record of another form", async () => {
    const { stores } = house();
    for (const [key, value] of Object.entries({ a: 1, b: { slots: "x", at: 0 }, c: null })) {
      await stores.keyValues.write("workers", key, value);
    }
    expect(await seen(known())).to.deep.equal([]);
  });
});
