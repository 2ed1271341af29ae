import { expect } from "chai";
import { describe, it } from "mocha";
import { endOfPrefix } from "../../../../src/core/ports/key-prefix.js";

/** In the order of code points, as databases compare. */
function before(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}

describe("the end of the keys with a prefix", () => {
  it("is beyond all of them and not beyond the next key", () => {
    for (const prefix of ["a", "a:", "100%", "_", "é", "🐕", "a\u{10ffff}", "\ud7ff"]) {
      const end = endOfPrefix(prefix)!;
      for (const tail of ["", "a", "\uffff", "\u{10ffff}\u{10ffff}"]) {
        expect(before(prefix + tail, end), JSON.stringify(prefix + tail)).to.equal(true);
      }
      expect(end.startsWith(prefix)).to.equal(false);
    }
  });

  it("steps over the surrogates, which no database stores", () => {
    expect(endOfPrefix("\ud7ff")).to.equal("\ue000");
  });

  it("does not exist for the prefix of all keys, nor for the last code points", () => {
    expect(endOfPrefix("")).to.equal(undefined);
    expect(endOfPrefix("\u{10ffff}\u{10ffff}")).to.equal(undefined);
  });
});
