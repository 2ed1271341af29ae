import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import {
  MAX_CAPTION,
  parseCaption,
  replaceTrigger,
  withTrigger,
} from "../../../../src/core/training/caption-text.js";
import { parseTriggerWord } from "../../../../src/core/training/naming.js";

describe("a caption's trigger word", () => {
  it("is put before a caption that lacks it", () => {
    expect(withTrigger("a dog on a lawn", "r3x")).to.equal("r3x, a dog on a lawn");
  });

  it("is found in any case, at any place, between signs", () => {
    for (const text of ["a photo of R3X", "r3x", "(r3x) runs", "a dog, r3x, a lawn"]) {
      expect(withTrigger(text, "r3x")).to.equal(text);
    }
  });

  it("is not found within another word", () => {
    for (const text of ["r3xy", "my-r3x", "r3x_2"]) expect(withTrigger(text, "r3x")).to.equal(`r3x, ${text}`);
  });

  it("is not found within a word that goes on with a combining mark", () => {
    expect(withTrigger("नमस्ते", "नमस्त")).to.equal("नमस्त, नमस्ते");
  });

  it("stands alone where there is no caption", () => {
    expect(withTrigger("", "r3x")).to.equal("r3x");
  });

  it("may be any word that naming lets pass", () => {
    for (const word of ["my-dog", "_", "-", "a-b_c", "Рекс", "नमस्ते", "é"].map(parseTriggerWord)) {
      expect(withTrigger("a dog", word)).to.equal(`${word}, a dog`);
      expect(withTrigger(`a ${word} here`, word)).to.equal(`a ${word} here`);
    }
  });
});

describe("a change of the trigger word", () => {
  it("replaces it wherever it stands", () => {
    expect(replaceTrigger("r3x, a photo of R3X", "r3x", "my-dog")).to.equal("my-dog, a photo of my-dog");
  });

  it("leaves words that only contain it", () => {
    expect(replaceTrigger("a dogma about dog", "dog", "cat")).to.equal("a dogma about cat");
  });

  it("adds the new one where the old one is not", () => {
    expect(replaceTrigger("a lawn", "r3x", "m4x")).to.equal("m4x, a lawn");
    expect(replaceTrigger("a lawn", undefined, "m4x")).to.equal("m4x, a lawn");
  });

  it("changes nothing when it is the same", () => {
    expect(replaceTrigger("a photo of r3x", "r3x", "r3x")).to.equal("a photo of r3x");
  });
});

describe("a caption typed by hand", () => {
  it("is one line in composed form, with the trigger word", () => {
    expect(parseCaption("  a cafe\u0301\n\n by day ", "r3x")).to.equal("r3x, a café by day");
  });

  it("needs a word", () => {
    for (const nothing of [" \n ", "\u200B\u2060"])
      expect(() => parseCaption(nothing, "r3x"))
        .to.throw(DomainError)
        .with.property("code", "caption-empty");
  });

  it("is bounded, its trigger word included", () => {
    const longest = "a".repeat(MAX_CAPTION - "r3x, ".length);
    expect(parseCaption(longest, "r3x")).to.have.lengthOf(MAX_CAPTION);
    expect(() => parseCaption(`${longest}a`, "r3x"))
      .to.throw(DomainError)
      .that.deep.includes({
        code: "caption-too-long",
        params: { length: MAX_CAPTION + 1, max: MAX_CAPTION },
      });
  });
});
