import { expect } from "chai";
import { describe, it } from "mocha";
import { flux } from "../../../../src/core/recipes/flux.js";
import { RECIPES } from "../../../../src/core/recipes/index.js";
import type { Recipe } from "../../../../src/core/recipes/recipe.js";
import { estimateSeconds, estimateTraining } from "../../../../src/core/training/estimate.js";
import { DEFAULT_OPTIONS } from "../../../../src/core/training/options.js";
import { queuedTraining } from "../../../support/stored-samples.js";

const at = (resolution: number, batchSize = 1, recipe: Recipe = flux) =>
  estimateSeconds(recipe, { ...recipe.defaults, steps: 1000, resolution, batchSize });

describe("the estimate", () => {
  it("is the published speed times the steps, and the overhead", () => {
    expect(at(512)).to.be.closeTo(300 + 1400, 1e-6);
    expect(at(1024)).to.be.closeTo(300 + 3500, 1e-6);
  });

  it("goes with the number of pixels between two known resolutions", () => {
    const share = (768 ** 2 - 512 ** 2) / (1024 ** 2 - 512 ** 2);
    expect(at(768)).to.be.closeTo(300 + 1000 * (1.4 + share * 2.1), 1e-6);
  });

  it("goes in proportion to the pixels beyond them", () => {
    expect(at(256)).to.be.closeTo(300 + 350, 1e-6);
    expect(at(2048)).to.be.closeTo(300 + 14_000, 1e-6);
  });

  it("grows with the batch", () => {
    expect(at(512, 4) - 300).to.be.closeTo(4 * (at(512) - 300), 1e-6);
  });

  it("grows with each sample prompt beyond the one that is always drawn", () => {
    const overrides = { steps: 1000, resolution: 512 };
    const seconds = (...samplePrompts: string[]) =>
      estimateTraining(
        queuedTraining(1, { recipeId: "flux", options: { ...DEFAULT_OPTIONS, overrides, samplePrompts } }),
      );
    expect(seconds("one")).to.be.closeTo(300 + 1400, 1e-6);
    // At the start and every 250 steps, each time as long as ten steps.
    expect(seconds("one", "two", "three")).to.be.closeTo(300 + 1400 + 2 * 5 * 14, 1e-6);
  });

  it("takes a recipe whose speeds are in any order, and refuses one without any", () => {
    const speeds = flux.speed.secondsPerStep.toReversed();
    expect(at(768, 1, { ...flux, speed: { ...flux.speed, secondsPerStep: speeds } })).to.equal(at(768));
    expect(() => at(512, 1, { ...flux, speed: { ...flux.speed, secondsPerStep: [] } })).to.throw(TypeError);
  });

  it("never shrinks with more steps or more pixels, for any recipe", () => {
    for (const recipe of RECIPES) {
      const times = (recipe.limits.resolution.choices ?? []).map((resolution) => at(resolution, 1, recipe));
      expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
      expect(times[0]).to.be.greaterThan(recipe.speed.overheadSeconds);
    }
  });
});
