import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { ClaimGate } from "../../../../src/core/administration/claim-gate.js";
import { AdminNotices } from "../../../../src/core/administration/notices.js";
import { Pauses } from "../../../../src/core/administration/pauses.js";
import type { Scheduler } from "../../../../src/core/training/scheduler.js";
import { BOB, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { activeTraining } from "../../../support/stored-samples.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const POLL_MS = 2000;

describe("a worker that may not claim", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let pauses: Pauses;
  let notices: AdminNotices;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    pauses = new Pauses(house().stores.keyValues, house().clock);
    notices = new AdminNotices(house().stores.keyValues);
  });

  afterEach(() => {
    time.restore();
  });

  const gateOf = (id: string): ClaimGate => {
    const { stores, trainings, clock, logger } = house();
    const self = { id, name: `host of ${id}` };
    const { keyValues } = stores;
    return new ClaimGate({ pauses, notices, trainings: trainings.port, keyValues, clock, logger, self });
  };
  const start = async (workerId = "worker-1"): Promise<Scheduler> => {
    const gate = gateOf(workerId);
    const scheduler = house().scheduler({ workerId, mayClaim: () => gate.mayClaim() });
    await scheduler.start([CPU]);
    return scheduler;
  };
  const status = async (id: string) => (await house().stored(id)).status;
  const polls = async (count: number) => {
    for (let poll = 0; poll < count; poll++) {
      await settle();
      await time.tickAsync(POLL_MS);
    }
    await settle();
  };
  const told = async () => (await notices.pending()).map(({ notice }) => [notice.kind, notice.workerId]);

  it("because all is paused leaves the queue as it is, and takes from it within a poll of being resumed", async () => {
    house().runtime.script = goesWell();
    await pauses.pauseAll();
    const { id } = await house().queued();
    await start();
    await polls(3);
    expect(await status(id)).to.equal("QUEUED");
    await pauses.resumeAll();
    await time.tickAsync(POLL_MS);
    await turnsUntil("it is done", async () => (await status(id)) === "COMPLETED");
    expect(await told()).to.deep.equal([]);
  });

  it("lets what runs go on, and takes up its own after a restart, but nobody else's", async () => {
    const { id } = await house().queued();
    const first = await start();
    await turnsUntil("it trains", () => house().runtime.running.includes(id));
    await pauses.pauseAll();
    await first.stop();
    const lost = activeTraining({ workerId: "worker-9", leaseUntil: 1 });
    await house().stores.trainings.insert(lost);
    await start();
    await turnsUntil("it is taken up", async () => (await house().stored(id)).job?.attempt === 2);
    await polls(2);
    expect(house().runtime.started.filter(({ jobId }) => jobId === id)).to.have.lengthOf(1);
    expect((await house().stored(lost.id)).job?.workerId).to.equal("worker-9");
  });

  it("because it is drained tells so once, when its last job has ended; others go on", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    house().runtime.script = async (trainer) => {
      trainer.print({ event: "phase", name: "train" });
      await finished;
      return goesWell()(trainer);
    };
    const [running, waiting] = [await house().queued(), await house().queued(BOB)];
    await start();
    await turnsUntil("it trains", () => house().runtime.running.includes(running.id));
    await pauses.drain("worker-1");
    await polls(3);
    expect(await told()).to.deep.equal([]);
    finish();
    await turnsUntil("it is drained", async () => {
      await time.tickAsync(POLL_MS);
      return (await told()).length > 0;
    });
    expect(await status(running.id)).to.equal("COMPLETED");
    await polls(3);
    expect(await told()).to.deep.equal([["drained", "worker-1"]]);
    expect(await status(waiting.id)).to.equal("QUEUED");
    await start("worker-2");
    await turnsUntil("another takes it", async () => (await status(waiting.id)) === "COMPLETED");
    expect((await house().stored(waiting.id)).job?.workerId).to.equal("worker-2");
  });

  it("tells of each drain anew, and not again after a restart", async () => {
    const gate = gateOf("worker-1");
    const drained = async () => {
      expect(await gate.mayClaim()).to.equal(false);
      await gate.close();
    };
    await pauses.drain("worker-1");
    await drained();
    const [first] = await notices.pending();
    await notices.settle(first!.notice.id);
    const restarted = gateOf("worker-1");
    await restarted.mayClaim();
    await restarted.close();
    expect(await told()).to.deep.equal([]);
    await pauses.endDrain("worker-1");
    expect(await gate.mayClaim()).to.equal(true);
    house().clock.time += 1000;
    await pauses.drain("worker-1");
    await drained();
    expect(await told()).to.have.lengthOf(1);
  });

  it("does not call itself drained while another process's record says that it holds a job", async () => {
    const own = activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "PUBLISHING" });
    await house().stores.trainings.insert(own);
    const gate = gateOf("worker-1");
    await pauses.drain("worker-1");
    await gate.mayClaim();
    await gate.close();
    expect(await told()).to.deep.equal([]);
  });

  it("tries again with the next claim to tell, when the store was away", async () => {
    const gate = gateOf("worker-1");
    await pauses.drain("worker-1");
    house().trainings.fail("listByStatus", 1);
    await gate.mayClaim();
    await gate.close();
    expect(await told()).to.deep.equal([]);
    await gate.mayClaim();
    await gate.close();
    expect(await told()).to.have.lengthOf(1);
  });
});
