import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { RECIPES } from "../../src/core/recipes/index.js";
import { flux } from "../../src/core/recipes/flux.js";
import { consentTo, CONSENT_TEXT, termsOf } from "../../src/core/training/consent.js";
import { draftButton } from "../../src/integrations/telegram/callback-data.js";
import { Texts } from "../../src/integrations/telegram/texts.js";
import { expectDomainError } from "../support/expect-domain-error.js";

const ADA = { userId: "telegram:1", isAdmin: false };

describe("the terms of a training", () => {
  it("have a version that changes with the words of the consent", () => {
    const texts = new Texts(fileURLToPath(new URL("../../locales", import.meta.url)));
    const words = [...texts.locales].sort().map((locale) => texts.in(locale)("confirm-consent"));
    const version = createHash("sha256").update(words.join("\n")).digest("hex").slice(0, 8);
    expect(CONSENT_TEXT, "the words were changed: write their version into consent.ts").to.equal(version);
  });

  it("are others under another licence, or where its terms change", () => {
    const licences = new Set(RECIPES.map(({ baseModel }) => baseModel.licence.url));
    expect(new Set(RECIPES.map((recipe) => termsOf(recipe).id)).size).to.equal(licences.size);
    const { licence } = flux.baseModel;
    const freed = { ...flux, baseModel: { ...flux.baseModel, licence: { ...licence, commercial: true } } };
    expect(termsOf(freed).id).not.to.equal(termsOf(flux).id);
  });

  it("fit a button, also of the longest id", () => {
    const data = draftButton("x".repeat(32), "start", termsOf(flux).id);
    expect(Buffer.byteLength(data)).to.be.at.most(64);
  });

  it("are agreed to by who names them, and recorded with the licence", () => {
    const terms = termsOf(flux);
    const { name, url } = flux.baseModel.licence;
    expect(consentTo(terms, terms.id, ADA, 7)).to.deep.equal({
      at: 7,
      by: "telegram:1",
      text: CONSENT_TEXT,
      licence: { name, url },
    });
  });

  it("are not agreed to by silence, nor by what was shown before", async () => {
    const agree = async (id?: string) => Promise.resolve().then(() => consentTo(termsOf(flux), id, ADA, 7));
    await expectDomainError(agree(), "consent-missing");
    for (const id of ["", "0", termsOf(RECIPES[1]!).id])
      await expectDomainError(agree(id), "consent-outdated");
  });
});
