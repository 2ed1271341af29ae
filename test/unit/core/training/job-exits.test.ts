import { expect } from "chai";
import { describe, it } from "mocha";
import type { ErrorCode } from "../../../../src/core/errors.js";
import type { JobExit } from "../../../../src/core/ports/job-runtime.js";
import { CPU, eachTestInAHouse } from "../../../support/core-house.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";

const NEVER = new AbortController().signal;

describe("a job", () => {
  const house = eachTestInAHouse();
  /** Runs the training that waits to its end. */
  const run = async (script: Script) => {
    house().runtime.script = script;
    const queued = await house().queued();
    const settled = await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return { settled, training: await house().stored(queued.id) };
  };
  const ends =
    (exit: JobExit): Script =>
    () =>
      Promise.resolve(exit);
  const nothingLeft = async () => {
    expect(await house().runtime.list(), "trainers").to.deep.equal([]);
    expect(await house().workspaces.list(), "folders").to.deep.equal([]);
  };

  const failures: readonly (readonly [JobExit, ErrorCode])[] = [
    [{ code: 1 }, "trainer-internal"],
    [{ code: 64 }, "trainer-bad-job"],
    [{ code: 65 }, "trainer-bad-dataset"],
    [{ code: 66 }, "trainer-weights"],
    [{ code: 70 }, "trainer-internal"],
    [{ code: 71 }, "trainer-memory"],
    [{ code: 75, timedOut: true }, "trainer-timeout"],
  ];
  for (const [exit, code] of failures) {
    it(`whose trainer ends with ${JSON.stringify(exit)} fails at once: ${code}`, async () => {
      const { settled, training } = await run(ends(exit));
      expect(settled).to.equal(true);
      expect(training).to.deep.include({
        status: "FAILED",
        endedAt: house().clock.now(),
        failure: { code, params: {}, at: house().clock.now() },
      });
      expect(training.notices.map(({ kind }) => kind)).to.deep.equal(["failed"]);
      expect(house().runtime.started).to.have.lengthOf(1);
      await nothingLeft();
    });
  }

  const losses: readonly (readonly [JobExit, ErrorCode])[] = [
    // It ended well unheard: what it announced was lost with the engine.
    [{ code: 0 }, "trainer-internal"],
    [{}, "trainer-lost"],
    [{ signal: "SIGKILL" }, "trainer-lost"],
    [{ code: 137, outOfMemory: true }, "trainer-memory"],
    [{ code: 75 }, "trainer-lost"],
  ];
  for (const [exit, code] of losses) {
    it(`whose trainer ends with ${JSON.stringify(exit)} is started three times, then fails: ${code}`, async () => {
      const { training } = await run(ends(exit));
      expect(training.failure?.code).to.equal(code);
      expect(training.job?.starts).to.equal(3);
      expect(house().runtime.started).to.have.lengthOf(3);
      await nothingLeft();
    });

    it(`whose trainer ends with ${JSON.stringify(exit)} once goes on and comes to its end`, async () => {
      const { training } = await run((trainer) =>
        trainer.start === 1 ? Promise.resolve(exit) : goesWell()(trainer),
      );
      expect(training.status).to.equal("COMPLETED");
      expect(training.job?.starts).to.equal(2);
    });
  }
});
