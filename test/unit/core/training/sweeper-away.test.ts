import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { DomainError } from "../../../../src/core/errors.js";
import { CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { activeTraining } from "../../../support/stored-samples.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const ROUND_MS = 10_000;

describe("the sweep while an engine is away", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  });
  afterEach(() => {
    time.restore();
  });

  /** What a failed training left, on an engine that does not look for it; gives what mends the engine. */
  const leave = async (error: Error) => {
    const { runtime, stores, workspaces } = house();
    const training = activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "FAILED" });
    await stores.trainings.insert(training);
    await workspaces.open(training.id);
    const shared = { jobId: training.id, trainingId: training.id, workerId: "worker-1", slot: CPU };
    await runtime.start({ ...shared, folder: "", timeLimitSeconds: 1 });
    const find = runtime.find.bind(runtime);
    runtime.find = () => Promise.reject(error);
    await house().scheduler({ workerId: "worker-1" }).start([]);
    return () => {
      runtime.find = find;
    };
  };

  it("tries again within seconds of its return", async () => {
    const mend = await leave(new DomainError("trainer-away"));
    await time.tickAsync(3 * ROUND_MS);
    await settle();
    expect(await house().workspaces.list()).to.have.lengthOf(1);
    mend();
    await time.tickAsync(ROUND_MS);
    await turnsUntil("it is swept", async () => (await house().workspaces.list()).length === 0);
    expect(await house().runtime.list()).to.deep.equal([]);
  });

  it("leaves what it refuses to the next round of everything", async () => {
    const mend = await leave(new DomainError("trainer-start"));
    mend();
    await time.tickAsync(3 * ROUND_MS);
    await settle();
    expect(await house().workspaces.list()).to.have.lengthOf(1);
  });
});
