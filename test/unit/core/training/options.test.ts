import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { flux } from "../../../../src/core/recipes/flux.js";
import { RECIPES } from "../../../../src/core/recipes/index.js";
import { subjectsOf } from "../../../../src/core/recipes/suitability.js";
import { wan } from "../../../../src/core/recipes/wan.js";
import { QUALITIES } from "../../../../src/core/training/model.js";
import {
  checkParameter,
  DEFAULT_OPTIONS,
  fittingOverrides,
  PARAMETER_NAMES,
  resolveParameters,
} from "../../../../src/core/training/options.js";

describe("the parameters of a training", () => {
  it("are the recipe's, changed by the preset, changed by the person", () => {
    const options = { subject: "character", quality: "fast", overrides: { rank: 8, batchSize: 2 } } as const;
    expect(resolveParameters(flux, options, 20)).to.deep.equal({
      steps: 800,
      resolution: 512,
      learningRate: 2e-4,
      rank: 8,
      batchSize: 2,
    });
  });

  it("scale their steps with the dataset, within the preset's bounds", () => {
    const steps = (images: number) => resolveParameters(flux, DEFAULT_OPTIONS, images).steps;
    expect([5, 17, 20, 200].map(steps)).to.deep.equal([1000, 1280, 1500, 2000]);
  });

  it("take the person's steps before all", () => {
    expect(resolveParameters(flux, { ...DEFAULT_OPTIONS, overrides: { steps: 123 } }, 50).steps).to.equal(
      123,
    );
  });

  it("are not there for what the base model cannot learn", () => {
    const options = { subject: "motion", quality: "best", overrides: {} } as const;
    expect(() => resolveParameters(flux, options, 20))
      .to.throw(DomainError)
      .that.deep.includes({ code: "recipe-unsuitable", params: { recipe: "flux" } });
    expect(resolveParameters(wan, options, 20)).to.include({ steps: 2400, resolution: 512, rank: 32 });
  });

  for (const recipe of RECIPES) {
    it(`are within the limits for every preset of ${recipe.id}`, () => {
      for (const subject of subjectsOf([recipe])) {
        for (const quality of QUALITIES) {
          for (const images of [recipe.dataset.min, recipe.dataset.recommended, recipe.dataset.max]) {
            const parameters = resolveParameters(recipe, { subject, quality, overrides: {} }, images);
            for (const name of PARAMETER_NAMES) checkParameter(recipe, name, parameters[name]);
          }
        }
      }
    });
  }
});

describe("a number that a person sets", () => {
  const refused = (name: string, value: number) => {
    try {
      checkParameter(flux, name, value);
    } catch (error) {
      expect(error).to.be.instanceOf(DomainError);
      const { code, params } = error as DomainError;
      return { code, params };
    }
    return undefined;
  };

  it("is taken at both ends of its limits and refused beyond, with the limits", () => {
    expect(refused("steps", 100)).to.equal(undefined);
    expect(refused("steps", 6000)).to.equal(undefined);
    for (const value of [99, 6001]) {
      expect(refused("steps", value)).to.deep.equal({
        code: "option-out-of-range",
        params: { option: "steps", value, allowed: "100 – 6000" },
      });
    }
  });

  it("is one of the choices where there are some", () => {
    expect(refused("rank", 32)).to.equal(undefined);
    expect(refused("rank", 17)?.params["allowed"]).to.equal("4, 8, 16, 32, 64, 128");
  });

  it("is whole, but for the learning rate", () => {
    expect(refused("steps", 100.5)?.code).to.equal("option-out-of-range");
    expect(refused("learningRate", 0.0003)).to.equal(undefined);
  });

  it("is a number", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refused("steps", value)?.params["value"]).to.equal("?");
    }
  });

  it("has a name that is known; the message does not repeat an endless one", () => {
    expect(refused("toString", 1)?.code).to.equal("option-unknown");
    expect(String(refused("x".repeat(999), 1)?.params["option"])).to.have.lengthOf(64);
  });
});

describe("overrides under another recipe", () => {
  it("stay where they fit and go where they do not", () => {
    const overrides = { steps: 60, rank: 16, resolution: 1024, learningRate: 1e-4 };
    expect(fittingOverrides(flux, overrides)).to.deep.equal({
      rank: 16,
      resolution: 1024,
      learningRate: 1e-4,
    });
  });
});
