import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { DomainError } from "../../../../src/core/errors.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;

describe("a job whose store is away", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  });
  afterEach(() => {
    time.restore();
  });

  const run = async () =>
    house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
  /** Runs the training that waits, and lets the pauses between its tries go by. */
  const runThroughPauses = async () => {
    let settled: boolean | undefined;
    const running = run().then((outcome) => {
      settled = outcome;
    });
    await turnsUntil("it is done", async () => {
      await time.tickAsync(100);
      return settled !== undefined;
    });
    await running;
    return settled;
  };

  it("for a moment while it trains loses nothing but a line of progress", async () => {
    house().runtime.script = async (trainer) => {
      house().trainings.fail("save");
      const exit = await goesWell()(trainer);
      await settle();
      house().trainings.heal();
      return exit;
    };
    const { id } = await house().queued();
    await run();
    expect((await house().stored(id)).status).to.equal("COMPLETED");
    const warnings = house().logger.entries.filter(({ level }) => level === "warn");
    expect(warnings).not.to.be.empty;
    expect(new Set(warnings.map(({ message }) => message))).to.deep.equal(
      new Set(["could not keep a training's progress", "a sample is not there"]),
    );
  });

  it("for a moment at a change of its state waits for it", async () => {
    house().runtime.script = async (trainer) => {
      const exit = await goesWell()(trainer);
      await settle();
      house().trainings.fail("save", 2);
      return exit;
    };
    const { id } = await house().queued();
    expect(await runThroughPauses()).to.equal(true);
    expect((await house().stored(id)).status).to.equal("COMPLETED");
  });

  it("so that only its answers are lost does each step once", async () => {
    house().runtime.script = async (trainer) => {
      const exit = await goesWell()(trainer);
      await settle();
      house().trainings.loseAnswer("save", 1);
      return exit;
    };
    const { id } = await house().queued();
    house().trainings.loseAnswer("save", 1);
    expect(await runThroughPauses()).to.equal(true);
    const stored = await house().stored(id);
    expect(stored).to.include({ status: "COMPLETED" });
    expect(stored.notices).to.have.lengthOf(1);
    house().runtime.script = (trainer) => {
      house().trainings.heal();
      return goesWell()(trainer);
    };
    const last = await house().queued();
    house().models.before("upsertByTraining", () => {
      house().trainings.loseAnswer("save", 1);
    });
    expect(await runThroughPauses()).to.equal(true);
    expect((await house().stored(last.id)).notices.map(({ kind }) => kind)).to.deep.equal(["completed"]);
    expect(await house().keys("models", last.id), "what was published stays").to.have.lengthOf(1);
  });

  it("for long lets go, and goes on from its record when the store is back", async () => {
    house().runtime.script = async (trainer) => {
      const exit = await goesWell()(trainer);
      await settle();
      house().trainings.fail("save");
      return exit;
    };
    const { id } = await house().queued();
    expect(await runThroughPauses(), "to be claimed again a little later").to.equal(false);
    expect((await house().stored(id)).status).to.equal("TRAINING");
    expect(await house().workspaces.list()).to.deep.equal([id]);
    house().trainings.heal();
    expect(await run()).to.equal(true);
    expect((await house().stored(id)).status).to.equal("COMPLETED");
    expect(house().runtime.started).to.have.lengthOf(1);
  });

  it("when it fails tells it later: the failure is found again", async () => {
    house().runtime.script = async () => {
      await settle();
      house().trainings.fail("save");
      return { code: 71 };
    };
    const { id } = await house().queued();
    expect(await runThroughPauses()).to.equal(false);
    expect((await house().stored(id)).status).to.equal("TRAINING");
    house().trainings.heal();
    await run();
    expect((await house().stored(id)).failure?.code).to.equal("trainer-memory");
    expect(house().runtime.started).to.have.lengthOf(1);
  });

  it("for photos or models tries again, then fails with storage-failed", async () => {
    house().runtime.script = goesWell();
    const first = await house().queued();
    house().datasetBlobs.fail("get", 2);
    house().modelBlobs.fail("put", 3);
    await runThroughPauses();
    expect((await house().stored(first.id)).status).to.equal("COMPLETED");
    const second = await house().queued();
    house().modelBlobs.fail("put", 4);
    await runThroughPauses();
    expect((await house().stored(second.id)).failure?.code).to.equal("storage-failed");
    expect(await house().workspaces.list(), "what was learned is kept for a day").to.deep.equal([second.id]);
    house().modelBlobs.heal();
    await house().service.resumption.resume(ADA, second.id);
    await runThroughPauses();
    expect((await house().stored(second.id)).status).to.equal("COMPLETED");
  });

  it("so that it cannot see who has the job leaves the trainer alone", async () => {
    const { id } = await house().queued();
    const running = run();
    await turnsUntil("it trains", async () => (await house().stored(id)).progress?.phase === "train");
    house().clock.time += 61_000;
    await house().claim("worker-2");
    let reads = 0;
    house().trainings.before("get", () => {
      if (++reads > 1) throw new Error("away");
    });
    await time.tickAsync(15_000);
    expect(await running).to.equal(true);
    expect(house().runtime.running).to.deep.equal([id]);
  });

  it("at the wrong moment cannot settle it, says so, and is to be claimed again", async () => {
    house().runtime.script = () => Promise.resolve({ code: 70 });
    const { id } = await house().queued();
    house().trainings.before("save", async () => {
      // Not away, but broken: it refuses every version from here on.
      if ((await house().stored(id)).status === "TRAINING") throw new DomainError("conflict");
    });
    expect(await run()).to.equal(false);
    const errors = house().logger.entries.filter(({ level }) => level === "error");
    expect(errors.at(-1)?.message).to.equal("could not settle a job; it will be claimed again");
  });
});
