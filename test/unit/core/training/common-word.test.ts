import { expect } from "chai";
import { describe, it } from "mocha";
import { isCommonWord } from "../../../../src/core/training/common-word.js";
import { proposeTriggerWord } from "../../../../src/core/training/naming.js";

describe("a common word", () => {
  it("is one that a base model knows: of everyday English, of pictures, a given name", () => {
    for (const word of ["dog", "Woman", "TOY", "style", "person", "shoe", "portrait", "anime", "Anna", "max"])
      expect(isCommonWord(word), word).to.equal(true);
  });

  it("is one in its other forms too", () => {
    for (const word of ["dogs", "boxes", "ladies", "painted", "running", "making", "stopped", "sketches"])
      expect(isCommonWord(word), word).to.equal(true);
  });

  it("is one that is put together of such, or numbered", () => {
    for (const word of ["red-dress", "my_dog", "dog2", "anna-2024"])
      expect(isCommonWord(word), word).to.equal(true);
  });

  it("is none that is made up, in part or as a whole", () => {
    for (const word of ["ohwx", "r3x", "ohwx-woman", "sksdog", "zwx", "Рекс", "42", "-", "constructor"])
      expect(isCommonWord(word), word).to.equal(false);
  });

  it("is never the one that is proposed for a name", () => {
    for (const name of ["Anna", "My dog Rex", "Toy house", "", "Жанна", "Style", "A", "Sun"])
      expect(isCommonWord(proposeTriggerWord(name)), name).to.equal(false);
  });
});
