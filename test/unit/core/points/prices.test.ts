import { expect } from "chai";
import { describe, it } from "mocha";
import { readPrices } from "../../../../src/core/points/own-prices.js";
import { floorOf, priceOf, priceOfSteps } from "../../../../src/core/points/prices.js";
import { flux } from "../../../../src/core/recipes/flux.js";
import { RECIPES } from "../../../../src/core/recipes/index.js";
import { tinySdxl } from "../../../../src/core/recipes/tiny.js";
import { wan } from "../../../../src/core/recipes/wan.js";

const WORK = { parameters: { ...flux.defaults, steps: 1000, resolution: 1024 }, images: 20, clips: 0 };

describe("prices", () => {
  it("go by steps, resolution and images, in whole points", () => {
    // 1,000 steps of 3.5 s and 300 s besides are 63.3 minutes.
    expect(priceOf(flux, WORK)).to.equal(64);
    const small = { ...WORK, parameters: { ...WORK.parameters, resolution: 512 } };
    expect(priceOf(flux, small)).to.equal(29);
    const own = { flux: { start: 10, image: 0.5, minute: 0 } };
    expect(priceOf(flux, WORK, own)).to.equal(20);
    expect(priceOf(flux, { ...WORK, images: 40 }, own)).to.equal(30);
    expect(priceOf(wan, { ...WORK, clips: 20 })).to.be.greaterThan(priceOf(wan, WORK));
  });

  it("are nothing for what is only shown, and something for every other base model", () => {
    expect(priceOf(tinySdxl, WORK)).to.equal(0);
    for (const recipe of RECIPES.filter(({ demonstration }) => !demonstration)) {
      expect(priceOf(recipe, { ...WORK, parameters: recipe.defaults }), recipe.id).to.be.greaterThan(0);
    }
  });

  it("are paid by the step where a person stops, between a floor and the whole", () => {
    expect(priceOfSteps(64, 0, 1000))
      .to.equal(floorOf(64))
      .and.to.equal(7);
    expect(priceOfSteps(64, 500, 1000)).to.equal(32);
    expect(priceOfSteps(64, 501, 1000)).to.equal(33);
    expect(priceOfSteps(64, 1200, 1000)).to.equal(64);
    expect(priceOfSteps(0, 500, 1000)).to.equal(0);
  });
});

describe("the setting PRICES", () => {
  it("is prices by base model, and nothing else", () => {
    expect(readPrices('{"flux":{"start":10,"image":0,"minute":1.5}}')).to.deep.equal({
      flux: { start: 10, image: 0, minute: 1.5 },
    });
    const wrong = ["", "flux=3", "[]", '{"flax":{"start":1,"image":0,"minute":1}}', '{"flux":{"start":1}}'];
    const negative = '{"flux":{"start":-1,"image":0,"minute":1}}';
    for (const text of [...wrong, negative]) expect(readPrices(text), text).to.equal(undefined);
  });
});
