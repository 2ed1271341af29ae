import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

describe("changes to all captions", () => {
  const house = eachTestInAHouse();
  const changes = () => house().service.captionChanges;
  const images = (id: string) => house().stores.datasets.list(id);
  const texts = async (id: string) => (await images(id)).map(({ caption }) => caption?.text);
  const DOG = { kind: "replace", find: "dog", replacement: "fox" } as const;

  /** A draft with three captions: two by hand, one of which has a dog in it, one by a describer. */
  const captioned = async (): Promise<string> => {
    const { id } = await house().readyDraft();
    const [first, second, third] = await images(id);
    await house().service.captions.edit(ADA, first!.id, "a dog");
    await house().service.captions.edit(ADA, second!.id, "a lawn");
    await house().stores.datasets.setCaption(third!.id, { text: "r3x, dog, day", source: "ai" });
    return id;
  };

  it("are looked at before they are made", async () => {
    const id = await captioned();
    const { changes: proposed, restored, tooLong } = await changes().propose(ADA, id, "1", DOG);
    expect(proposed.map(({ before, after }) => [before.text, after])).to.deep.equal([
      ["r3x, a dog", "r3x, a fox"],
      ["r3x, dog, day", "r3x, fox, day"],
    ]);
    expect({ restored, tooLong }).to.deep.equal({ restored: 0, tooLong: 0 });
    expect(await texts(id)).to.deep.equal(["r3x, a dog", "r3x, a lawn", "r3x, dog, day"]);
    expect((await changes().proposal(ADA, id))?.id).to.equal("1");
  });

  it("are made, and taken back as it was before, sources and all", async () => {
    const id = await captioned();
    const before = await images(id);
    await changes().propose(ADA, id, "1", DOG);
    expect(await changes().apply(ADA, id, "1")).to.equal(2);
    expect(await texts(id)).to.deep.equal(["r3x, a fox", "r3x, a lawn", "r3x, fox, day"]);
    expect(await changes().undo(ADA, id, "1")).to.equal(2);
    expect(await images(id)).to.deep.equal(before);
  });

  it("go on where they were cut off, and do nothing twice", async () => {
    const id = await captioned();
    await changes().propose(ADA, id, "1", DOG);
    house().datasets.loseAnswer("setCaption", 1);
    await changes()
      .apply(ADA, id, "1")
      .catch(() => undefined);
    expect(await texts(id)).to.deep.equal(["r3x, a fox", "r3x, a lawn", "r3x, dog, day"]);
    expect(await changes().apply(ADA, id, "1")).to.equal(2);
    expect(await changes().apply(ADA, id, "1")).to.equal(2);
    house().datasets.loseAnswer("setCaption", 1);
    await changes()
      .undo(ADA, id, "1")
      .catch(() => undefined);
    expect(await changes().undo(ADA, id, "1")).to.equal(2);
    expect(await texts(id)).to.deep.equal(["r3x, a dog", "r3x, a lawn", "r3x, dog, day"]);
    await expectDomainError(changes().undo(ADA, id, "1"), "change-outdated");
    await expectDomainError(changes().apply(ADA, id, "1"), "change-outdated");
  });

  it("leave alone what was typed since", async () => {
    const id = await captioned();
    const [first, , third] = await images(id);
    await changes().propose(ADA, id, "1", DOG);
    await house().service.captions.edit(ADA, first!.id, "a dog at night");
    expect(await changes().apply(ADA, id, "1")).to.equal(1);
    await house().service.captions.edit(ADA, third!.id, "typed");
    expect(await changes().undo(ADA, id, "1")).to.equal(0);
    expect(await texts(id)).to.deep.equal(["r3x, a dog at night", "r3x, a lawn", "r3x, typed"]);
  });

  it("of an old proposal are not made; a proposal that was left keeps the way back", async () => {
    const id = await captioned();
    await changes().propose(ADA, id, "1", DOG);
    await changes().apply(ADA, id, "1");
    await changes().propose(ADA, id, "2", { kind: "prefix", prefix: "a photo of" });
    await changes().leave(ADA, id);
    await expectDomainError(changes().apply(ADA, id, "2"), "change-outdated");
    expect(await changes().undo(ADA, id, "1")).to.equal(2);
  });

  it("keep the trigger word and the bound on length, and say so", async () => {
    const id = await captioned();
    const lost = await changes().propose(ADA, id, "1", { kind: "replace", find: "r3x", replacement: "it" });
    expect(lost).to.include({ restored: 3, tooLong: 0 });
    await changes().apply(ADA, id, "1");
    expect(await texts(id)).to.deep.equal(["r3x, it, a dog", "r3x, it, a lawn", "r3x, it, dog, day"]);
    const long = await changes().propose(ADA, id, "2", { kind: "prefix", prefix: "x".repeat(995) });
    expect(long).to.include({ tooLong: 3 });
    expect(long.changes).to.be.empty;
  });

  it("are the owner's", async () => {
    const id = await captioned();
    await changes().propose(ADA, id, "1", DOG);
    await expectDomainError(changes().propose(BOB, id, "1", DOG), "not-yours");
    await expectDomainError(changes().apply(BOB, id, "1"), "not-yours");
    await expectDomainError(changes().undo(BOB, id, "1"), "not-yours");
  });
});
