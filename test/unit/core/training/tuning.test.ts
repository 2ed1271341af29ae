import { expect } from "chai";
import { describe, it } from "mocha";
import { RECIPES } from "../../../../src/core/recipes/index.js";
import { flux } from "../../../../src/core/recipes/flux.js";
import { checkParameter, DEFAULT_OPTIONS } from "../../../../src/core/training/options.js";
import { dialsOf } from "../../../../src/core/training/tuning.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

function dial(name: string, value?: number, recipe = flux) {
  const overrides = value === undefined ? {} : { [name]: value };
  const found = dialsOf(recipe, { ...DEFAULT_OPTIONS, overrides }, 20).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

describe("the dials of a training", () => {
  it("show each number with its limits, and what the preset says where it was set by hand", () => {
    const { steps: limit } = flux.limits;
    const preset = { name: "steps", value: 1500, preset: 1500, byHand: false, limit, less: 1400, more: 1600 };
    expect(dial("steps")).to.deep.equal(preset);
    expect(dial("steps", 800)).to.deep.include({ value: 800, preset: 1500, byHand: true });
  });

  it("step to round numbers, by about a tenth", () => {
    const around = (value: number) => {
      const { less, more } = dial("steps", value);
      return [less, more];
    };
    expect(around(120)).to.deep.equal([110, 130]);
    expect(around(1280)).to.deep.equal([1200, 1300]);
    expect(around(3000)).to.deep.equal([2800, 3200]);
    expect(around(5999)).to.deep.equal([5500, 6000]);
  });

  it("step through the decades of the learning rate, to numbers as one writes them", () => {
    const around = (value: number) => {
      const { less, more } = dial("learningRate", value);
      return [less, more];
    };
    expect(around(1e-4)).to.deep.equal([0.00007, 0.00015]);
    expect(around(3e-4)).to.deep.equal([0.0002, 0.0005]);
    expect(around(1.2e-4)).to.deep.equal([0.0001, 0.00015]);
  });

  it("step over no limit, and not at all where there are choices", () => {
    expect(dial("steps", 6000)).to.include({ less: 5500 }).and.not.to.have.property("more");
    expect(dial("steps", 100)).to.include({ more: 110 }).and.not.to.have.property("less");
    expect(dial("batchSize", 1)).to.include({ more: 2 }).and.not.to.have.property("less");
    expect(dial("rank")).to.not.have.any.keys("less", "more");
  });

  for (const recipe of RECIPES) {
    it(`reach both limits of ${recipe.id} by values that are allowed, and in few taps`, () => {
      for (const { name, limit, value } of dialsOf(recipe, DEFAULT_OPTIONS, 20)) {
        if (limit.choices !== undefined) continue;
        for (const direction of ["less", "more"] as const) {
          let at = value;
          let taps = 0;
          for (let next = dial(name, at, recipe)[direction]; next !== undefined; taps++) {
            checkParameter(recipe, name, next);
            at = next;
            next = dial(name, at, recipe)[direction];
          }
          expect(at, name).to.equal(direction === "less" ? limit.min : limit.max);
          expect(taps, name).to.be.below(60);
        }
      }
    });
  }
});

describe("setting a number", () => {
  const house = eachTestInAHouse();
  const overrides = async (id: string) => (await house().stored(id)).options.overrides;

  it("keeps the others, and goes back to the preset one by one or all at once", async () => {
    const { id } = await house().readyDraft();
    const { tuning } = house().service;
    await tuning.set(ADA, id, "rank", 8);
    await tuning.set(ADA, id, "steps", 100);
    expect(await overrides(id)).to.deep.equal({ rank: 8, steps: 100 });
    await tuning.reset(ADA, id, "rank");
    expect(await overrides(id)).to.deep.equal({ steps: 100 });
    await tuning.set(ADA, id, "rank", 16);
    await tuning.reset(ADA, id);
    expect(await overrides(id)).to.deep.equal({});
  });

  it("refuses what is out of its limits, and what is none", async () => {
    const { id } = await house().readyDraft();
    const { tuning } = house().service;
    await expectDomainError(tuning.set(ADA, id, "rank", 3), "option-out-of-range");
    await expectDomainError(tuning.set(ADA, id, "steps", Number.NaN), "option-out-of-range");
    await expectDomainError(tuning.set(ADA, id, "__proto__", 3), "option-unknown");
    expect(await overrides(id)).to.deep.equal({});
  });
});
