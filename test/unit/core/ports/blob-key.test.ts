import { expect } from "chai";
import { describe, it } from "mocha";
import { assertKey, assertPrefix } from "../../../../src/core/ports/blob-key.js";

describe("a blob's key", () => {
  it("is segments of plain characters with slashes between", () => {
    for (const key of ["a", "t1/i1.jpg", "A-z_0.9/b/c", "x".repeat(240), "..a/b.."]) {
      expect(() => {
        assertKey(key);
      }, key).not.to.throw();
    }
  });

  it("never leads anywhere else", () => {
    for (const key of [
      "",
      "/",
      "/a",
      "a/",
      "a//b",
      "..",
      "a/../b",
      "./a",
      "a b",
      "a\\b",
      "a~",
      "ä",
      "a\n",
      "a\0",
    ]) {
      expect(() => {
        assertKey(key);
      }, JSON.stringify(key)).to.throw(TypeError);
    }
  });

  it("fits a file system and S3", () => {
    for (const key of ["x".repeat(241), "x/".repeat(512) + "x"]) {
      expect(() => {
        assertKey(key);
      }).to.throw(TypeError);
    }
  });
});

describe("a prefix of keys", () => {
  it("is a key and a slash", () => {
    expect(() => {
      assertPrefix("t1/");
    }).not.to.throw();
    for (const prefix of ["", "/", "t1", "../", "t1//"]) {
      expect(() => {
        assertPrefix(prefix);
      }, prefix).to.throw(TypeError);
    }
  });
});
