import { expect } from "chai";
import { describe, it } from "mocha";
import { RefusalReplies } from "../../../src/integrations/telegram/refusal-replies.js";

describe("answers to what is refused", () => {
  const at = (date: number) => ({ date });
  const several = (replies: RefusalReplies, code: string, times: number, date = 1_000): string[] =>
    Array.from({ length: times }, () => replies.next("draft", code, at(date)));

  it("tell once that a set is full, not to each photo of the flood", () => {
    expect(several(new RefusalReplies(), "dataset-full", 4)).to.deep.equal([
      "tell",
      ...Array<string>(3).fill("silent"),
    ]);
  });

  it("tell of some repeated pictures, then that there are more, and nothing else", () => {
    const told = several(new RefusalReplies(), "image-repeated", 8);
    expect(told).to.deep.equal([...Array<string>(5).fill("tell"), "last", "silent", "silent"]);
  });

  it("tell of every photo that cannot be used for a reason of its own", () => {
    expect(new Set(several(new RefusalReplies(), "image-unreadable", 30))).to.have.keys("tell");
  });

  it("begin anew with a later act, for another reason, and for another draft", () => {
    const replies = new RefusalReplies();
    several(replies, "dataset-full", 2);
    expect(replies.next("other", "dataset-full", at(1_000))).to.equal("tell");
    expect(replies.next("draft", "image-repeated", at(1_000))).to.equal("tell");
    expect(replies.next("draft", "dataset-full", at(1_060))).to.equal("silent");
    expect(replies.next("draft", "dataset-full", at(1_061))).to.equal("tell");
  });
});
