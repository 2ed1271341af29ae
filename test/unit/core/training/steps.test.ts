import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../../../src/core/training/model.js";
import { draftStep } from "../../../../src/core/training/steps.js";
import { sampleTraining } from "../../../support/stored-samples.js";

const WHOLE: Partial<Training> = {
  name: "Rex",
  triggerWord: "r3x",
  recipeId: "tiny-sdxl",
  collected: true,
  captioned: true,
};
const CAPTIONED = { caption: { text: "r3x", source: "trigger" } } as const;

function draft(...without: (keyof Training)[]): Training {
  return sampleTraining(
    Object.fromEntries(Object.entries(WHOLE).filter(([key]) => !without.includes(key as never))),
  );
}

describe("the step at which a draft stands", () => {
  it("is the first thing that is missing", () => {
    const options = { quality: "balanced", overrides: {} } as const;
    expect(draftStep(sampleTraining({ options }), [])).to.equal("subject");
    expect(draftStep(sampleTraining({ ...WHOLE, options }), [CAPTIONED])).to.equal("subject");
    expect(draftStep(draft("name"), [])).to.equal("naming");
    expect(draftStep(draft("triggerWord"), [])).to.equal("trigger");
    expect(draftStep(draft("recipeId"), [])).to.equal("base-model");
    expect(draftStep(draft("collected"), [])).to.equal("collecting");
    expect(draftStep(draft("captioned"), [CAPTIONED])).to.equal("captioning");
    expect(draftStep(draft(), [CAPTIONED])).to.equal("confirming");
  });

  it("goes back to the captions when a photo without one came in", () => {
    expect(draftStep(draft(), [CAPTIONED, {}])).to.equal("captioning");
  });
});
