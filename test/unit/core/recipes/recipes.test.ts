import { expect } from "chai";
import { describe, it } from "mocha";
import type { Slot } from "../../../../src/core/ports/job-runtime.js";
import { fits, offered, recipeById, RECIPES } from "../../../../src/core/recipes/index.js";
import { DomainError } from "../../../../src/core/errors.js";
import { checkParameter, PARAMETER_NAMES } from "../../../../src/core/training/options.js";

const CPU: Slot = { id: "cpu", kind: "cpu" };
const gpu = (memoryGiB?: number): Slot => ({
  id: "gpu-0",
  kind: "gpu",
  ...(memoryGiB !== undefined && { memoryGiB }),
});
const idsOn = (slots: readonly Slot[], demonstrations = false) =>
  offered(slots, demonstrations).map(({ id }) => id);

const TINY = ["tiny-flux", "tiny-sdxl", "tiny-wan"];

describe("the recipes", () => {
  it("have ids of their own, as locale keys and callback data take them", () => {
    const ids = RECIPES.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z0-9-]{1,20}$/);
  });

  for (const recipe of RECIPES) {
    describe(recipe.id, () => {
      it("has defaults within its limits, and limits within themselves", () => {
        for (const name of PARAMETER_NAMES) {
          checkParameter(recipe, name, recipe.defaults[name]);
          const { min, max, choices } = recipe.limits[name];
          expect(min).to.be.at.most(max);
          for (const choice of choices ?? []) expect(choice).to.be.within(min, max);
        }
      });

      it("has bounds of a dataset that make sense", () => {
        const { min, recommended, max } = recipe.dataset;
        expect(min).to.be.at.least(1);
        expect([min, recommended, max]).to.deep.equal([min, recommended, max].toSorted((a, b) => a - b));
      });

      it("names a fixed revision, a licence and where its speed comes from", () => {
        const { baseModel, demonstration, speed, timeLimitHours } = recipe;
        if (!demonstration) expect(baseModel.revision).to.match(/^[0-9a-f]{40}$/);
        expect(new URL(baseModel.licence.url).protocol).to.equal("https:");
        expect(speed.source).not.to.equal("");
        expect(timeLimitHours).to.be.greaterThan(0);
      });
    });
  }

  it("are found by their ids; another id is refused, cut to what a message takes", () => {
    for (const recipe of RECIPES) expect(recipeById(recipe.id)).to.equal(recipe);
    expect(() => recipeById(`flux${"x".repeat(100)}`))
      .to.throw(DomainError)
      .that.deep.includes({ code: "recipe-unknown", params: { recipe: `flux${"x".repeat(60)}` } });
  });
});

describe("which recipe fits a slot", () => {
  it("is the tiny ones on a CPU", () => {
    expect(RECIPES.filter((recipe) => fits(recipe, CPU)).map(({ id }) => id)).to.deep.equal(TINY);
  });

  it("goes by the card's memory, a little less than its label being enough", () => {
    expect(fits(recipeById("flux"), gpu(23.6))).to.equal(true);
    expect(fits(recipeById("flux"), gpu(16))).to.equal(false);
    expect(fits(recipeById("sdxl"), gpu(11.9))).to.equal(true);
    expect(fits(recipeById("sdxl"), gpu(8))).to.equal(false);
  });

  it("is any on a card of unknown memory", () => {
    for (const recipe of RECIPES) expect(fits(recipe, gpu()), recipe.id).to.equal(true);
  });
});

describe("what is offered", () => {
  it("is the demonstration where there is no GPU", () => {
    expect(idsOn([CPU])).to.deep.equal(TINY);
  });

  it("is what fits one of the cards, and no demonstration beside it", () => {
    expect(idsOn([gpu(24)])).to.deep.equal(["flux", "sdxl", "wan", "wan-14b", "wan22"]);
    expect(idsOn([gpu(8), gpu(12)])).to.deep.equal(["sdxl", "wan"]);
    expect(idsOn([gpu(6)])).to.deep.equal([]);
  });

  it("is nothing where nothing could train it", () => {
    expect(idsOn([])).to.deep.equal([]);
    expect(idsOn([], true)).to.deep.equal([]);
  });

  it("is the demonstration too where the operator asks for it", () => {
    expect(idsOn([gpu(12)], true)).to.deep.equal(["sdxl", "wan", ...TINY]);
  });
});
