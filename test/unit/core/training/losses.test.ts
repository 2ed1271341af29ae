import { expect } from "chai";
import { describe, it } from "mocha";
import { MAX_LOSS_POINTS, withLoss } from "../../../../src/core/training/losses.js";
import type { LossPoint } from "../../../../src/core/training/model.js";

function told(steps: number, from = 1, begun: readonly LossPoint[] = []): readonly LossPoint[] {
  let points = begun;
  for (let step = from; step <= steps; step++) points = withLoss(points, { step, loss: 1 / step }, steps);
  return points;
}

describe("the losses of a training", () => {
  it("are kept one by one where there are few", () => {
    expect(told(4)).to.deep.equal([
      { step: 1, loss: 1 },
      { step: 2, loss: 0.5 },
      { step: 3, loss: 0.33333 },
      { step: 4, loss: 0.25 },
    ]);
  });

  for (const steps of [199, 200, 201, 1_000, 2_001, 20_000]) {
    it(`are at most ${MAX_LOSS_POINTS} of ${steps} steps, evenly, and small`, () => {
      const points = told(steps);
      expect(points).to.have.length.within(MAX_LOSS_POINTS / 2, MAX_LOSS_POINTS);
      const gaps = points.slice(1).map(({ step }, index) => step - points[index]!.step);
      expect(Math.max(...gaps)).to.be.at.most(2 * Math.max(1, Math.min(...gaps)));
      expect(points.at(-1)!.step).to.be.at.least(steps - 2 * Math.max(...gaps));
      expect(JSON.stringify(points).length).to.be.below(8_000);
    });
  }

  it("stay bounded when a trainer goes on past the steps that it told of", () => {
    let points: readonly LossPoint[] = [];
    for (let step = 1; step <= 5_000; step++) points = withLoss(points, { step, loss: 1 }, 10);
    expect(points).to.have.length.within(MAX_LOSS_POINTS / 2, MAX_LOSS_POINTS);
  });

  it("are the same when the story is told again from its beginning, or from a checkpoint", () => {
    const once = told(1_000);
    expect(told(1_000, 1, once)).to.deep.equal(once);
    expect(told(1_000, 501, once)).to.deep.equal(once);
  });

  it("forget what came after the checkpoint that the trainer went back to", () => {
    const points = withLoss(told(100), { step: 51, loss: 7 }, 100);
    expect(points.at(-1)).to.deep.equal({ step: 51, loss: 7 });
    expect(points).to.have.length(51);
  });
});
