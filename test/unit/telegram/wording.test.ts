import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { plain } from "../../../src/integrations/telegram/say.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";

const texts = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));
const LANGUAGES = ["en", "es", "ru"] as const;

describe("what is said with numbers in it", () => {
  const receipt = (language: string, images: number): string =>
    texts.in(language)("forget-done", {
      trainings: 0,
      images,
      models: 0,
      links: 0,
      photoLinks: 0,
      received: 0,
    });

  it("speaks of no captions where there were no photos", () => {
    for (const language of LANGUAGES)
      expect(receipt(language, 0)).not.to.match(/all captions|todas las descripciones|подписями/);
    expect(receipt("en", 1)).to.contain("one photo, with its caption\n");
    expect(receipt("ru", 3)).to.contain("3 фотографии, со всеми подписями\n");
  });

  it("writes a resolution as a person types it", () => {
    for (const language of LANGUAGES) {
      const values = { subject: "x", quality: "y", steps: 1_120, resolution: 1_024, rank: 32 };
      expect(plain(texts.in(language)("confirm-options", values)))
        .to.contain("1024")
        .and.contain("1120");
    }
  });

  it("puts no article of many before one hour", () => {
    for (const key of ["confirm-queue", "card-queued"])
      expect(texts.in("es")(key, { ahead: 0, time: "1 h" })).not.to.contain("unos 1");
  });
});
