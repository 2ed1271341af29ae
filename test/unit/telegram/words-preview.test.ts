import { expect } from "chai";
import { describe, it } from "mocha";
import { difference } from "../../../src/integrations/telegram/words-preview.js";

describe("where two captions differ", () => {
  const long = "w".repeat(100);

  it("is shown with some of what stands around it", () => {
    expect(difference(`${long} dog ${long}`, `${long} fox ${long}`)).to.deep.equal({
      before: `…${"w".repeat(29)} dog ${"w".repeat(29)}…`,
      after: `…${"w".repeat(29)} fox ${"w".repeat(29)}…`,
    });
  });

  it("is shown whole where the captions are short", () => {
    expect(difference("a dog", "a fox by night")).to.deep.equal({ before: "a dog", after: "a fox by night" });
    expect(difference("a a", "a a a")).to.deep.equal({ before: "a a", after: "a a a" });
    expect(difference("r3x, a dog", "r3x")).to.deep.equal({ before: "r3x, a dog", after: "r3x" });
  });

  it("does not cut a sign in two", () => {
    const foxes = "🦊".repeat(40);
    expect(difference(`${foxes}a`, `${foxes}b`).before).to.equal(`…${"🦊".repeat(30)}a`);
  });

  it("is bounded", () => {
    const { before, after } = difference("a", `${"b".repeat(900)}a`);
    expect(before).to.equal("a");
    expect(after).to.equal(`${"b".repeat(150)}…`);
  });
});
