import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { MAX_CAPTION } from "../../../../src/core/training/caption-text.js";
import {
  parseWordsChange,
  wordsChanger,
  type WordsChange,
} from "../../../../src/core/training/caption-words.js";

const replace = (find: string, replacement: string): WordsChange => ({ kind: "replace", find, replacement });
const prefix = (text: string): WordsChange => ({ kind: "prefix", prefix: text });

/** The captions as a change leaves them. */
function changed(change: WordsChange, ...captions: string[]): string[] {
  const changer = wordsChanger(change, captions, "r3x");
  return captions.map((caption) => changer(caption).text);
}

describe("words that are replaced in all captions", () => {
  it("are found in any case, wherever they stand, as often as they stand there", () => {
    expect(changed(replace("dog", "fox"), "r3x, Dog by a dog", "r3x, a lawn")).to.deep.equal([
      "r3x, fox by a fox",
      "r3x, a lawn",
    ]);
  });

  it("are left alone within other words where they stand by themselves somewhere", () => {
    expect(changed(replace("cat", "dog"), "r3x, a cat", "r3x, a category")).to.deep.equal([
      "r3x, a dog",
      "r3x, a category",
    ]);
  });

  it("are found within words where they stand by themselves nowhere", () => {
    expect(changed(replace("соба", "коша"), "r3x, собака", "r3x, собаку")).to.deep.equal([
      "r3x, кошака",
      "r3x, кошаку",
    ]);
  });

  it("may be signs, and mean nothing but themselves", () => {
    expect(changed(replace(".*", "$&"), "r3x (.*) a")).to.deep.equal(["r3x ($&) a"]);
    expect(changed(replace(", blurry", ""), "r3x, a lawn, blurry, day")).to.deep.equal(["r3x, a lawn, day"]);
  });

  it("leave no gaps when they are taken out", () => {
    const captions = ["r3x, red, a lawn", "r3x on a red lawn.", "r3x, lawn, red", "red r3x"];
    expect(changed(replace("red", ""), ...captions)).to.deep.equal([
      "r3x, a lawn",
      "r3x on a lawn.",
      "r3x, lawn",
      "r3x",
    ]);
  });

  it("never take the trigger word along: it is put back in front, and that is told", () => {
    const changer = wordsChanger(replace("r3x", "a dog"), ["r3x runs"], "r3x");
    expect(changer("r3x runs")).to.deep.equal({ text: "r3x, a dog runs", restored: true, tooLong: false });
    expect(changed(replace("r3x", ""), "r3x")).to.deep.equal(["r3x"]);
  });

  it("are told when they make a caption too long", () => {
    const changer = wordsChanger(replace("dog", "d".repeat(MAX_CAPTION)), ["r3x, dog"], "r3x");
    expect(changer("r3x, dog")).to.include({ tooLong: true });
  });
});

describe("words in front of all captions", () => {
  it("are put there once", () => {
    const captions = ["r3x on a lawn", "A photo of r3x"];
    const once = changed(prefix("a photo of"), ...captions);
    expect(once).to.deep.equal(["a photo of r3x on a lawn", "A photo of r3x"]);
    expect(changed(prefix("a photo of"), ...once)).to.deep.equal(once);
  });
});

describe("words as they were typed", () => {
  it("are one line in composed form", () => {
    expect(parseWordsChange(replace(" a\n cafe\u0301 ", " "))).to.deep.equal(replace("a café", ""));
    expect(parseWordsChange(prefix(" a  photo "))).to.deep.equal(prefix("a photo"));
  });

  it("are some", () => {
    for (const change of [replace(" \n", "x"), prefix("  ")]) {
      expect(() => parseWordsChange(change))
        .to.throw(DomainError)
        .with.property("code", "words-empty");
    }
  });
});
