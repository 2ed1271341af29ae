import { expect } from "chai";
import { describe, it } from "mocha";
import { learnsWithMasks, maskRefusal } from "../../../../src/core/training/masks.js";
import { ADA, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { once } from "../../../support/fake-images.js";

describe("maskRefusal", () => {
  it("lets a person have masks of photos, where they are made at all", () => {
    expect(maskRefusal(true, { subject: "person" }, 0)).to.equal(undefined);
    expect(maskRefusal(false, { subject: "person" }, 0)).to.equal("masks-off");
    expect(maskRefusal(true, { subject: "person" }, 1)).to.equal("masks-no-clips");
    for (const subject of ["character", "style", "product", "motion"] as const)
      expect(maskRefusal(true, { subject }, 0), subject).to.equal("masks-persons-only");
    expect(maskRefusal(true, {}, 0)).to.equal("masks-persons-only");
  });
});

describe("learnsWithMasks", () => {
  it("is what was asked for, unless they could not be made", () => {
    const options = { quality: "fast", overrides: {}, masks: true } as const;
    expect(learnsWithMasks({ options })).to.equal(true);
    expect(learnsWithMasks({ options, masks: { made: true, nobody: 3 } })).to.equal(true);
    expect(learnsWithMasks({ options, masks: { made: false, nobody: 0 } })).to.equal(false);
    expect(learnsWithMasks({ options: { ...options, masks: false } })).to.equal(false);
  });
});

describe("asking for masks", () => {
  const house = eachTestInAHouse();
  const masksOf = async (id: string) => (await house().stored(id)).options.masks;
  const shown = async (id: string) => (await house().service.confirmation.validate(ADA, id)).masks;

  it("is for a person's training alone; what cannot be had is not shown, and not asked of the trainer", async () => {
    const { drafts, tuning, confirmation } = house().service;
    const { id } = await house().readyDraft();
    expect(await shown(id)).to.equal(undefined);
    await expectDomainError(tuning.setMasks(ADA, id, true), "masks-persons-only");
    await drafts.setSubject(ADA, id, "person");
    expect(await shown(id)).to.equal(false);
    await tuning.setMasks(ADA, id, true);
    await tuning.setMasks(ADA, id, true);
    expect(await shown(id)).to.equal(true);

    // The subject is changed after that, and the draft is confirmed with what can be had.
    await drafts.setSubject(ADA, id, "product");
    expect(await shown(id)).to.equal(undefined);
    const queued = await confirmation.confirm(ADA, id, TINY_TERMS);
    expect(queued.options).not.to.have.property("masks");
  });

  it("is taken back by itself and with all numbers, and by no other number", async () => {
    const { drafts, tuning, confirmation } = house().service;
    const { id } = await house().readyDraft();
    await drafts.setSubject(ADA, id, "person");
    await tuning.setMasks(ADA, id, true);
    await tuning.set(ADA, id, "rank", 8);
    await tuning.reset(ADA, id, "rank");
    expect(await masksOf(id)).to.equal(true);
    await tuning.setMasks(ADA, id, false);
    expect(await masksOf(id)).to.equal(undefined);
    await tuning.setMasks(ADA, id, true);
    await tuning.reset(ADA, id);
    expect(await masksOf(id)).to.equal(undefined);
    await tuning.setMasks(ADA, id, true);
    expect((await confirmation.confirm(ADA, id, TINY_TERMS)).options.masks).to.equal(true);
  });

  it("is refused where the set has clips", async () => {
    const { drafts, tuning, clips } = house().service;
    const { id } = await house().readyDraft();
    await drafts.setRecipe(ADA, id, "tiny-wan");
    await drafts.setSubject(ADA, id, "person");
    await clips.add(ADA, id, {
      sourceId: "clip",
      open: () => Promise.resolve(once(Buffer.from("a clip"))),
    });
    await expectDomainError(tuning.setMasks(ADA, id, true), "masks-no-clips");
    // Off is never refused.
    await tuning.setMasks(ADA, id, false);
  });
});
