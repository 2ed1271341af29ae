import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { AdminNotices } from "../../../../src/core/administration/notices.js";
import { readStreaks, Streaks } from "../../../../src/core/administration/streaks.js";
import type { ErrorCode } from "../../../../src/core/errors.js";
import type { Stores } from "../../../../src/core/ports/stores.js";
import type { Training } from "../../../../src/core/training/model.js";
import { CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { faulty, type Faults } from "../../../support/faulty.js";
import { activeTraining } from "../../../support/stored-samples.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const RETRY_MS = 1000;

describe("failures in a row", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let keyValues: Faults<Stores["keyValues"]>;
  let notices: AdminNotices;
  let streaks: Streaks;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    keyValues = faulty(house().stores.keyValues);
    notices = new AdminNotices(house().stores.keyValues);
    streaks = begin();
  });

  afterEach(async () => {
    await streaks.stop();
    time.restore();
  });

  const begin = (): Streaks => {
    const { clock, logger, events } = house();
    const self = { id: "worker-1", name: "gpu-box" };
    const of = { keyValues: keyValues.port, notices: new AdminNotices(keyValues.port), clock, logger, self };
    const made = new Streaks(of);
    made.start(events, [CPU]);
    return made;
  };
  const restart = async () => {
    await streaks.stop();
    streaks = begin();
  };
  let at = 0;
  const ended = (status: Training["status"], code?: ErrorCode, slotId = "cpu", workerId = "worker-1") => {
    const failure = code === undefined ? {} : { failure: { code, params: {}, at: ++at } };
    const training = activeTraining({ workerId, slotId, leaseUntil: 1 }, { status, ...failure });
    house().events.publish({ type: "notice", training });
    return training.id;
  };
  const fails = (code: ErrorCode = "trainer-internal", slotId = "cpu") => ended("FAILED", code, slotId);
  const pending = async () => (await notices.pending()).map(({ notice }) => notice);
  const counted = async (slot = "cpu") =>
    (await readStreaks(house().stores.keyValues)).get(`worker-1/${slot}`);
  const countIs = (count: number | undefined) =>
    turnsUntil(`the count is ${count}`, async () => (await counted()) === count);
  const toldTimes = (times: number) =>
    turnsUntil(`${times} messages are owed`, async () => (await pending()).length === times);

  it("are told of at the third one, with the slot, the codes and the trainings, once", async () => {
    const first = fails("trainer-start");
    const second = fails("disk-full");
    await countIs(2);
    expect(await pending()).to.deep.equal([]);
    const third = fails();
    await toldTimes(1);
    const [notice] = await pending();
    expect(notice).to.deep.include({
      kind: "slot-failing",
      workerId: "worker-1",
      workerName: "gpu-box",
      slotId: "cpu",
      count: 3,
    });
    const failures = notice?.kind === "slot-failing" ? notice.failures : [];
    expect(failures.map(({ trainingId, code }) => [trainingId, code])).to.deep.equal([
      [first, "trainer-start"],
      [second, "disk-full"],
      [third, "trainer-internal"],
    ]);
    fails();
    fails();
    await countIs(5);
    expect(await pending()).to.have.lengthOf(1);
  });

  it("begin anew after a success, and are told of again", async () => {
    for (let time = 0; time < 3; time++) fails();
    await toldTimes(1);
    ended("COMPLETED");
    await countIs(undefined);
    fails();
    fails();
    await countIs(2);
    expect(await pending()).to.have.lengthOf(1);
    fails();
    await toldTimes(2);
  });

  it("do not count what the person's photos are to blame for, nor what was stopped, nor begin anew there", async () => {
    fails();
    fails();
    fails("trainer-bad-dataset");
    ended("CANCELLED");
    fails();
    await toldTimes(1);
    expect(await counted()).to.equal(3);
  });

  it("are each slot's own, and each worker's", async () => {
    fails();
    fails("trainer-internal", "gpu-1");
    ended("FAILED", "trainer-internal", "cpu", "worker-2");
    fails("trainer-internal", "gpu-1");
    fails();
    await countIs(2);
    expect(await counted("gpu-1")).to.equal(2);
    expect(await pending()).to.deep.equal([]);
    expect((await readStreaks(house().stores.keyValues)).size).to.equal(2);
  });

  it("are counted on after a restart", async () => {
    fails();
    fails();
    await restart();
    fails();
    await toldTimes(1);
    await restart();
    fails();
    await countIs(4);
    expect(await pending()).to.have.lengthOf(1);
  });

  it("are counted once each though an answer of the store is lost, and told of when it is back", async () => {
    fails();
    fails();
    await countIs(2);
    keyValues.loseAnswer("write", 1);
    fails();
    await turnsUntil("it is tried again", async () => {
      await time.tickAsync(RETRY_MS);
      return (await pending()).length === 1;
    });
    expect(await counted()).to.equal(3);
  });

  it("that could not be told of before a restart are told of after it", async () => {
    fails();
    fails();
    await countIs(2);
    let writes = 0;
    keyValues.before("write", () => {
      if (++writes === 2) keyValues.fail("write");
    });
    fails();
    await countIs(3);
    await settle();
    await streaks.stop();
    expect(await pending()).to.deep.equal([]);
    keyValues.heal();
    streaks = begin();
    await toldTimes(1);
  });
});
