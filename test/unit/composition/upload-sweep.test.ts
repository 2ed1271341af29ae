import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { UploadSweep } from "../../../src/composition/upload-sweep.js";
import { ManualClock } from "../../support/manual-clock.js";
import { RecordingLogger } from "../../support/recording-logger.js";

const HOUR_MS = 3600_000;

describe("the sweep of uploads", () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => {
    time.restore();
  });

  it("ends those a day old, at the start and every six hours, past a storage that is away", async () => {
    const clock = new ManualClock();
    const logger = new RecordingLogger();
    const asked: number[] = [];
    const answers = [2, new Error("away"), 0];
    const abort = (olderThan: number): Promise<number> => {
      asked.push(clock.now() - olderThan);
      const answer = answers.shift() ?? 0;
      return typeof answer === "number" ? Promise.resolve(answer) : Promise.reject(answer);
    };
    const sweep = new UploadSweep({ abort, clock, logger });
    sweep.start();
    await time.tickAsync(12 * HOUR_MS);
    await sweep.stop();
    await time.tickAsync(24 * HOUR_MS);
    expect(asked).to.deep.equal([24 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS]);
    expect(logger.entries.map(({ level }) => level)).to.deep.equal(["info", "warn"]);
  });
});
