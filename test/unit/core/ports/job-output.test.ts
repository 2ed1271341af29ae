import { expect } from "chai";
import { describe, it } from "mocha";
import { LineSplitter, MAX_LINE_BYTES } from "../../../../src/core/ports/job-output.js";

function split(...chunks: (string | Buffer)[]): (string | undefined)[] {
  const splitter = new LineSplitter();
  const lines = chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
  return [...lines, splitter.end()];
}

describe("LineSplitter", () => {
  it("gives whole lines, empty ones too, and the rest at the end", () => {
    expect(split("a\n\nb\nc")).to.deep.equal(["a", "", "b", "c"]);
    expect(split("a\n")).to.deep.equal(["a", undefined]);
  });

  it("puts a line together from many chunks, also one that ends between two bytes of a letter", () => {
    const bytes = Buffer.from("größer\n");
    expect(split(...Array.from(bytes, (byte) => Buffer.from([byte])))).to.deep.equal(["größer", undefined]);
  });

  it("cuts a long line, and begins anew after it", () => {
    const lines = split("x".repeat(MAX_LINE_BYTES), "xyz", "more\nnext\n");
    expect(lines[0]).to.have.lengthOf(MAX_LINE_BYTES);
    expect(lines.slice(1)).to.deep.equal(["next", undefined]);
  });

  it("does not keep the memory of the chunk that it was given", () => {
    const splitter = new LineSplitter();
    const chunk = Buffer.from("half");
    expect([...splitter.push(chunk)]).to.deep.equal([]);
    chunk.fill("!");
    expect(splitter.end()).to.equal("half");
  });
});
