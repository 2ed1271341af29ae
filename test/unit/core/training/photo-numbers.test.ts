import { expect } from "chai";
import { describe, it } from "mocha";
import { parseNumbers, pickNumbered } from "../../../../src/core/training/photo-numbers.js";
import { parseRemoval } from "../../../../src/integrations/telegram/remove-words.js";

describe("numbers of photos", () => {
  const read = (text: string) => parseNumbers(text)?.map(({ from, to }) => (from === to ? from : [from, to]));

  it("are read as people write them", () => {
    for (const text of [
      "3, 5-7",
      "3 5–7",
      "№3 и 5 — 7",
      "#3; 5..7",
      "3 and 5-7",
      "3 y 5…7",
      "3, and 7-5",
      " 3,5 - #7 ",
    ]) {
      expect(read(text), text).to.deep.equal([3, [5, 7]]);
    }
  });

  it("are nothing else", () => {
    for (const text of [
      "",
      "-3",
      "3,",
      "three",
      "3-",
      "3.5",
      "1e9",
      "3--5",
      "9999999",
      "3 of them",
      "1,".repeat(400) + "1",
    ]) {
      expect(read(text), text).to.equal(undefined);
    }
  });

  const items = [1, 2, 4, 5, 9].map((position) => ({ position }));
  const pick = (text: string) => {
    const result = pickNumbered(items, parseNumbers(text)!);
    return "picked" in result ? result.picked.map(({ position }) => position) : result.missing;
  };

  it("pick each once, in order, over the gaps of what was removed", () => {
    expect(pick("9, 2-5, 4")).to.deep.equal([2, 4, 5, 9]);
    expect(pick("1-9")).to.deep.equal([1, 2, 4, 5, 9]);
  });

  it("pick none where one is wrong", () => {
    expect(pick("1, 3")).to.deep.equal({ from: 3, to: 3 });
    expect(pick("1, 8-10")).to.deep.equal({ from: 8, to: 10 });
    expect(pick("0-2")).to.deep.equal({ from: 0, to: 2 });
    expect(pick("6-8")).to.deep.equal({ from: 6, to: 8 });
    expect(pickNumbered([], [{ from: 1, to: 1 }])).to.deep.equal({ missing: { from: 1, to: 1 } });
  });

  it("are removed by a word of any language, and by no other word", () => {
    const three = [{ from: 3, to: 3 }];
    for (const text of [
      "remove 3",
      "Please delete #3.",
      "DROP 3!",
      "quita 3",
      "borrar 3",
      "Удалить №3",
      "убери 3",
      "remove3",
    ]) {
      const expected = text === "remove3" ? undefined : three;
      expect(parseRemoval(text), text).to.deep.equal(expected);
    }
    for (const text of ["remove", "remove them", "удали её"])
      expect(parseRemoval(text), text).to.equal("unclear");
    for (const text of ["3", "undo", "removed 3", "a photo", "удалил 3"])
      expect(parseRemoval(text), text).to.equal(undefined);
  });
});
