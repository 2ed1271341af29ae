import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { MaskOutcome } from "../../../src/core/training/model.js";
import type { Status } from "../../../src/core/training/state.js";
import { cardText } from "../../../src/integrations/telegram/card-text.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { sampleTraining } from "../../support/stored-samples.js";

const texts = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));

function card(masks: MaskOutcome, changes: { status?: Status; locale?: string } = {}): string {
  const { status = "TRAINING", locale = "en" } = changes;
  const training = sampleTraining({ status, name: "Anna", recipeId: "tiny-sdxl", masks });
  return cardText(training, texts.in(locale));
}

describe("what a card says of masks", () => {
  const NOBODY = { made: true, nobody: 3 };
  const WITHOUT = { made: false, nobody: 0 };

  it("is nothing where all is as the person expects", () => {
    expect(card({ made: true, nobody: 0 })).to.match(/Starting the trainer…$/);
  });

  it("is on how many photos nobody was found, or that there are none, in each language", () => {
    expect(card(NOBODY)).to.contain("On 3 photos nobody was found; they are learned whole.");
    expect(card(NOBODY, { locale: "es" })).to.contain("En 3 fotos no se ha encontrado a nadie");
    expect(card(NOBODY, { locale: "ru" })).to.contain("На 3 фото никого не нашлось; они взяты целиком.");
    expect(card(WITHOUT)).to.contain("Masks could not be made here, so the photos are learned whole.");
  });

  it("is said while it counts, and no longer when the training was stopped or failed", () => {
    for (const status of ["TRAINING", "PUBLISHING", "COMPLETED"] as const)
      expect(card(WITHOUT, { status }), status).to.contain("⚠️");
    for (const status of ["QUEUED", "CANCELLED", "FAILED"] as const)
      expect(card(WITHOUT, { status }), status).not.to.contain("⚠️");
  });
});
