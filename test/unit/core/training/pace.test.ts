import { expect } from "chai";
import { describe, it } from "mocha";
import { estimateTraining } from "../../../../src/core/training/estimate.js";
import type { Job, Training } from "../../../../src/core/training/model.js";
import { measure, Pace } from "../../../../src/core/training/pace.js";
import { activeTraining, EPOCH } from "../../../support/stored-samples.js";
import { without } from "../../../support/without.js";

const START = EPOCH + 5;
/** 120 steps of 0.08 s, and 20 s around them. */
const ESTIMATED = 29.6;

function training(overrides: Partial<Training> = {}, job: Partial<Job> = {}): Training {
  const made = activeTraining({ workerId: "w", leaseUntil: 1 }, overrides);
  return { ...made, job: { ...made.job!, ...job } };
}

function completed(seconds: number, overrides: Partial<Training> = {}): Training {
  return training({ status: "COMPLETED", endedAt: START + seconds * 1000, ...overrides });
}

function stepping(step: number, etaSeconds: number, updatedAt: number): Training {
  return training({ updatedAt, progress: { phase: "train", step, steps: 120, etaSeconds } });
}

describe("the pace of an installation", () => {
  it("is what its recipes say, until something ran", () => {
    const pace = new Pace(measure([], EPOCH));
    expect(pace.of("tiny-sdxl")).to.equal(1);
    expect(pace.secondsOf(training())).to.be.closeTo(ESTIMATED, 1e-9);
    expect(pace.secondsOf(training({ recipeId: "gone" }))).to.equal(undefined);
  });

  it("is the median of what a recipe's newest trainings took, or of all recipes that ran", () => {
    const flux = estimateTraining(training({ recipeId: "flux" }))!;
    const pace = new Pace(
      measure(
        [
          ...[2, 3, 10].map((factor) => completed(ESTIMATED * factor)),
          completed(flux * 5, { recipeId: "flux" }),
        ],
        EPOCH,
      ),
    );
    expect(pace.of("tiny-sdxl")).to.be.closeTo(3, 1e-6);
    expect(pace.of("flux")).to.be.closeTo(5, 1e-3);
    expect(pace.of("wan")).to.be.closeTo(4, 1e-3);
    expect(pace.secondsOf(training())).to.be.closeTo(3 * ESTIMATED, 1e-6);
  });

  it("forgets old trainings for newer ones", () => {
    const measured = Array.from({ length: 40 }, (_, index) => ({
      recipeId: "flux",
      ratio: index < 15 ? 2 : 9,
    }));
    expect(new Pace(measured).of("flux")).to.equal(2);
  });

  it("is told by what runs, once it is under way", () => {
    const now = START + 60_000;
    // 60 s gone and 30 s of steps left: with its share for samples and export it takes 3.66 times what was said.
    const [measured] = measure([stepping(80, 30, now)], now);
    expect(measured?.ratio).to.be.closeTo(90 / (ESTIMATED - 5), 1e-9);
    expect(measure([stepping(5, 30, now)], now)).to.deep.equal([]);
  });

  it("is not told by what failed, was begun again, or seems to have ended before it began", () => {
    const resumed = training({ status: "COMPLETED", endedAt: START + 9000 }, { starts: 2 });
    const failed = training({ status: "FAILED", endedAt: START + 9000 });
    const never = { ...completed(9), job: without(completed(9).job!, "startedAt") };
    const none = [resumed, failed, never, completed(-5), completed(1e9), completed(9, { recipeId: "gone" })];
    expect(measure(none, EPOCH)).to.deep.equal([]);
  });
});

describe("the rest of a training that runs", () => {
  const pace = new Pace([{ recipeId: "tiny-sdxl", ratio: 2 }]);
  const rest = (of: Training, now: number) => pace.remainingSeconds(of, now);
  const TAIL = 10;

  it("is its whole time while it is prepared, and less what has gone while it loads", () => {
    const preparing = training({ status: "PREPARING" });
    expect(rest({ ...preparing, job: without(preparing.job!, "startedAt") }, START)).to.equal(2 * ESTIMATED);
    expect(rest(training(), START + 20_000)).to.be.closeTo(2 * ESTIMATED - 20, 1e-9);
  });

  it("is what its trainer says, less the time since, and its export", () => {
    expect(rest(stepping(80, 40, START + 9000), START + 12_000)).to.equal(37 + TAIL);
    expect(rest(stepping(80, 40, START + 9000), START + 99_000)).to.equal(TAIL);
    expect(rest(stepping(80, 40, START + 9000), START)).to.equal(40 + TAIL);
  });

  it("is never nothing", () => {
    expect(rest(training(), START + 1e9)).to.equal(TAIL);
    expect(rest(training({ status: "PUBLISHING" }), START)).to.equal(TAIL);
    expect(rest(training({ progress: { phase: "export", step: 9, steps: 9 } }), START)).to.equal(TAIL);
    expect(rest(training({ recipeId: "gone" }), START)).to.equal(0);
  });
});
