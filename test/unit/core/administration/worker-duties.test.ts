import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { Pauses } from "../../../../src/core/administration/pauses.js";
import { WorkerDuties } from "../../../../src/core/administration/worker-duties.js";
import { Workers } from "../../../../src/core/administration/workers.js";
import type { Stores } from "../../../../src/core/ports/stores.js";
import { CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { faulty, type Faults } from "../../../support/faulty.js";
import { settle } from "../../../support/turns.js";

const BEAT_MS = 15_000;
const DAY_MS = 24 * 3_600_000;

describe("a worker's duties", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let keyValues: Faults<Stores["keyValues"]>;
  let workers: Workers;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    keyValues = faulty(house().stores.keyValues);
    workers = new Workers(house().stores.keyValues);
  });

  afterEach(() => {
    time.restore();
  });

  const duties = (id = "w1"): WorkerDuties => {
    const { stores, events, clock, logger } = house();
    const self = { id, name: "gpu-box", version: "1.2.3" };
    return new WorkerDuties({
      keyValues: keyValues.port,
      trainings: stores.trainings,
      events,
      clock,
      logger,
      self,
    });
  };
  const seen = () => workers.list(house().clock.now());
  const beat = async () => {
    house().clock.time += BEAT_MS;
    await time.tickAsync(BEAT_MS);
    await settle();
  };

  it("are to be seen with its slots from the start, every 15 s anew, until it stops", async () => {
    const worker = duties();
    const startedAt = house().clock.now();
    await worker.start([CPU, { id: "gpu-0", kind: "gpu", device: "GPU-5f", memoryGiB: 24 }]);
    const record = {
      id: "w1",
      name: "gpu-box",
      version: "1.2.3",
      slots: [
        { id: "cpu", kind: "cpu" },
        { id: "gpu-0", kind: "gpu", memoryGiB: 24 },
      ],
      startedAt,
      silent: false,
    };
    expect(await seen()).to.deep.equal([{ ...record, at: startedAt }]);
    for (let count = 0; count < 5; count++) await beat();
    expect(await seen()).to.deep.equal([{ ...record, at: startedAt + 5 * BEAT_MS }]);
    await worker.stop();
    await beat();
    expect(await seen()).to.deep.equal([]);
  });

  it("begin and go on while the store is away", async () => {
    keyValues.fail("write");
    keyValues.fail("list");
    const worker = duties();
    await worker.start([CPU]);
    expect(await seen()).to.deep.equal([]);
    keyValues.heal();
    await beat();
    expect(await seen()).to.have.lengthOf(1);
    keyValues.fail("delete");
    await worker.stop();
    expect(house().logger.entries.filter(({ level }) => level === "warn")).to.have.lengthOf(3);
  });

  it("forget workers that were killed a week ago, with what was said of them", async () => {
    const pauses = new Pauses(house().stores.keyValues, house().clock);
    const killed = duties("killed");
    await killed.start([CPU]);
    time.reset();
    await pauses.drain("killed");
    house().clock.time += 7 * DAY_MS;
    const early = duties("early");
    await early.start([CPU]);
    expect((await seen()).map(({ id, silent }) => [id, silent])).to.deep.equal([
      ["early", false],
      ["killed", true],
    ]);
    house().clock.time += 1;
    const late = duties("late");
    await late.start([CPU]);
    expect((await seen()).map(({ id }) => id)).to.deep.equal(["early", "late"]);
    expect(await pauses.drainingSince("killed")).to.equal(undefined);
    for (const worker of [killed, early, late]) await worker.stop();
  });

  it("say whether it may claim", async () => {
    const pauses = new Pauses(house().stores.keyValues, house().clock);
    const { mayClaim } = duties();
    expect(await mayClaim()).to.equal(true);
    await pauses.drain("another");
    expect(await mayClaim()).to.equal(true);
    await pauses.pauseAll();
    expect(await mayClaim()).to.equal(false);
  });
});
