import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { parseName, parseTriggerWord, proposeTriggerWord } from "../../../../src/core/training/naming.js";

function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError);
    return (error as DomainError).code;
  }
  return undefined;
}

describe("a training's name", () => {
  it("is one line without spaces around", () => {
    expect(parseName("  Rex\n\tthe \u0000 dog ")).to.equal("Rex the dog");
  });

  it("is kept in composed form, so that equal names are equal", () => {
    expect(parseName("Ame\u0301lie")).to.equal("Amélie");
  });

  it("may be of any script and hold emoji", () => {
    for (const name of ["Рекс", "レックス", "नमस्ते", "Rex 🐕", "👩‍👩‍👧"]) expect(parseName(name)).to.equal(name);
  });

  it("goes in its script's own direction, and turns nothing round behind it", () => {
    expect(parseName("بيت \u202Eexe.gnp\u202C \u2067x")).to.equal("بيت exe.gnp x");
    expect(parseName("بيت\u200F صغير")).to.equal("بيت\u200F صغير");
  });

  it("needs something to see", () => {
    for (const raw of ["", "   ", "\n", "\u200b", "\u200d\u202e", "\u0301"]) {
      expect(
        refusal(() => parseName(raw)),
        JSON.stringify(raw),
      ).to.equal("name-empty");
    }
  });

  it("is of at most 60 characters, an emoji being one", () => {
    expect(parseName("🐕".repeat(60))).to.have.lengthOf(120);
    expect(() => parseName("x".repeat(61)))
      .to.throw(DomainError)
      .that.deep.includes({ code: "name-too-long", params: { length: 61, max: 60 } });
  });
});

describe("a trigger word", () => {
  it("is one word of letters, digits, - and _ of any script", () => {
    for (const word of ["r3x", "my-dog", "my_dog", "Рекс", "नमस्ते", "é"]) {
      expect(parseTriggerWord(` ${word} `)).to.equal(word.normalize("NFC"));
    }
  });

  it("has no spaces, commas or signs that captions are split at", () => {
    for (const raw of ["my dog", "a,b", "a.b", "a\nb", "<b>", "$1", "🐕"]) {
      expect(
        refusal(() => parseTriggerWord(raw)),
        raw,
      ).to.equal("trigger-characters");
    }
  });

  it("is there, and of at most 40 characters", () => {
    expect(refusal(() => parseTriggerWord("  "))).to.equal("trigger-empty");
    expect(parseTriggerWord("x".repeat(40))).to.have.lengthOf(40);
    expect(refusal(() => parseTriggerWord("x".repeat(41)))).to.equal("trigger-too-long");
  });
});

describe("the proposed trigger word", () => {
  it("is the same for the same name, and another for another", () => {
    expect(proposeTriggerWord("Rex")).to.equal(proposeTriggerWord("Rex"));
    expect(proposeTriggerWord("Rex")).not.to.equal(proposeTriggerWord("Max"));
  });

  it("begins with the name's consonants", () => {
    expect(proposeTriggerWord("Amélie Poulain")).to.match(/^mlpl[a-z]{2}$/);
  });

  it("is a valid trigger word, whatever the name", () => {
    for (const name of ["Рекс", "aeiou", "🐕", "1234", "A very long name of somebody"]) {
      const word = proposeTriggerWord(name);
      expect(parseTriggerWord(word)).to.equal(word);
    }
  });
});
