import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, BOB, CPU, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { sdxl } from "../../../../src/core/recipes/sdxl.js";
import { CONSENT_TEXT, termsOf } from "../../../../src/core/training/consent.js";
import { settle } from "../../../support/turns.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { activeTraining, EPOCH, queuedTraining } from "../../../support/stored-samples.js";
import { without } from "../../../support/without.js";

describe("confirming a training", () => {
  const house = eachTestInAHouse();
  const confirmation = () => house().service.confirmation;

  it("freezes what was there, and queues it", async () => {
    const draft = await house().readyDraft();
    house().clock.time += 5000;
    const queued = await confirmation().confirm(ADA, draft.id, TINY_TERMS);
    const images = await house().stores.datasets.list(draft.id);
    expect(queued).to.deep.include({
      status: "QUEUED",
      imageIds: images.map(({ id }) => id),
      options: { subject: "character", quality: "balanced", overrides: { steps: 120 } },
      quote: { images: 3, steps: 120, minutes: 1, ahead: 0, waitMinutes: 0 },
      queuedAt: house().clock.now(),
      updatedAt: house().clock.now(),
    });
    expect(queued.seed).to.be.within(0, 2 ** 31 - 1);
    expect(await house().stored(draft.id)).to.deep.equal(queued);
    await settle(3);
    expect(house().seen).to.deep.equal([{ type: "queued", training: queued }]);
  });

  it("records the consent: when, whose, to which words, and under which licence", async () => {
    const { id } = await house().readyDraft();
    const { terms } = await confirmation().validate(ADA, id);
    house().clock.time += 7000;
    const { consent } = await confirmation().confirm(ADA, id, terms.id);
    expect(consent).to.deep.equal({
      at: house().clock.now(),
      by: ADA.userId,
      text: CONSENT_TEXT,
      licence: { name: "MIT", url: "https://opensource.org/license/mit" },
    });
    expect((await house().stored(id)).consent).to.deep.equal(consent);
  });

  it("starts nothing without the consent to the terms as they are", async () => {
    const { id } = await house().readyDraft();
    await expectDomainError(confirmation().confirm(ADA, id, undefined), "consent-missing");
    await expectDomainError(confirmation().confirm(ADA, id, "0a1b2c3d"), "consent-outdated");
    await expectDomainError(confirmation().confirm(ADA, id, termsOf(sdxl).id), "consent-outdated");
    expect(await house().stored(id))
      .to.include({ status: "DRAFT" })
      .and.not.to.have.property("consent");
  });

  it("twice, at once or later, queues once", async () => {
    const { id } = await house().readyDraft();
    const both = await Promise.all([
      confirmation().confirm(ADA, id, TINY_TERMS),
      confirmation().confirm(ADA, id, TINY_TERMS),
    ]);
    expect(both[0]).to.deep.equal(both[1]);
    expect(await confirmation().confirm(ADA, id, TINY_TERMS)).to.deep.equal(both[0]);
    await settle(3);
    expect(house().seen.filter(({ type }) => type === "queued")).to.have.lengthOf(1);
  });

  it("checks again when the draft was changed in between", async () => {
    const { id } = await house().readyDraft();
    let changed = false;
    house().trainings.before("listByStatus", async () => {
      if (changed) return;
      changed = true;
      await house().service.drafts.setOptions(ADA, id, { overrides: { steps: 40 } });
    });
    const queued = await confirmation().confirm(ADA, id, TINY_TERMS);
    expect(queued.quote?.steps).to.equal(40);
    expect(queued.options.overrides.steps).to.equal(40);
  });

  it("finds the draft incomplete when it became so in between", async () => {
    const { id } = await house().readyDraft();
    house().trainings.before("listByStatus", async () => {
      await house().service.datasets.collectMore(ADA, id);
    });
    await expectDomainError(confirmation().confirm(ADA, id, TINY_TERMS), "draft-incomplete");
    expect((await house().stored(id)).status).to.equal("DRAFT");
  });

  it("gives up on a draft that is changed without end, and on a store that is away", async () => {
    const { id } = await house().readyDraft();
    house().trainings.before("listByStatus", async () => {
      await house().service.drafts.setOptions(ADA, id, { quality: "best" });
    });
    await expectDomainError(confirmation().confirm(ADA, id, TINY_TERMS), "conflict");
    house().trainings.heal();
    house().trainings.fail("save", 1);
    await expectDomainError(confirmation().confirm(ADA, id, TINY_TERMS), "storage-failed");
  });

  it("keeps a seed that is there", async () => {
    const { id } = await house().readyDraft();
    await house().records.change(id, (draft) => ({ ...draft, seed: 7 }));
    expect((await confirmation().confirm(ADA, id, TINY_TERMS)).seed).to.equal(7);
  });

  it("runs with the steps that were shown, though photos would scale them", async () => {
    const { id } = await house().readyDraft(ADA, 18);
    house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 24 }];
    await house().service.drafts.setRecipe(ADA, id, "sdxl");
    const queued = await confirmation().confirm(ADA, id, termsOf(sdxl).id);
    expect(queued.quote?.steps).to.equal(1260);
    expect(queued.options.overrides.steps).to.equal(1260);
  });

  describe("is refused", () => {
    it("with the step that is missing", async () => {
      const { id } = await house().service.drafts.start(ADA, "telegram:10");
      const step = async () =>
        (await expectDomainError(confirmation().validate(ADA, id), "draft-incomplete")).params;
      expect(await step()).to.deep.equal({ step: "subject" });
      await house().service.drafts.setSubject(ADA, id, "style");
      expect(await step()).to.deep.equal({ step: "naming" });
      await house().service.drafts.setName(ADA, id, "Rex");
      expect(await step()).to.deep.equal({ step: "trigger" });
    });

    it("with too few or too many photos for the recipe", async () => {
      const { id } = await house().readyDraft(ADA, 3);
      house().slots = [{ id: "gpu-0", kind: "gpu" }];
      await house().service.drafts.setRecipe(ADA, id, "sdxl");
      const few = await expectDomainError(confirmation().confirm(ADA, id, TINY_TERMS), "dataset-too-small");
      expect(few.params).to.deep.equal({ count: 3, min: 5 });

      house().slots = [CPU];
      const { drafts, datasets, captions } = house().service;
      const many = await drafts.start(ADA, "telegram:10");
      for (let photo = 1; photo <= 101; photo++) await house().addPhoto(many.id, `p${photo}`);
      await drafts.setSubject(ADA, many.id, "style");
      await drafts.setName(ADA, many.id, "Rex");
      await drafts.setTriggerWord(ADA, many.id, "r3x");
      await drafts.setRecipe(ADA, many.id, "tiny-sdxl");
      await datasets.finishCollecting(ADA, many.id);
      await captions.fillWithTrigger(ADA, many.id);
      await captions.finish(ADA, many.id);
      const full = await expectDomainError(confirmation().confirm(ADA, many.id, TINY_TERMS), "dataset-full");
      expect(full.params).to.deep.equal({ max: 100 });
    });

    it("where no slot fits the recipe any more", async () => {
      const { id } = await house().readyDraft(ADA, 5);
      house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 24 }];
      await house().service.drafts.setRecipe(ADA, id, "flux");
      house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 12 }];
      const error = await expectDomainError(
        confirmation().confirm(ADA, id, TINY_TERMS),
        "recipe-unavailable",
      );
      expect(error.params).to.deep.equal({ recipe: "flux" });
    });
  });
});

describe("the quote", () => {
  const house = eachTestInAHouse();
  const quote = async () => house().service.confirmation.quote(ADA, (await house().readyDraft()).id);

  it("counts who goes first, and their time on the slots that fit", async () => {
    const { trainings } = house().stores;
    const overrides = {
      options: { subject: "character", quality: "fast", overrides: { steps: 2000 } },
    } as const;
    await trainings.insert(queuedTraining(1, { ownerId: BOB.userId, ...overrides }));
    const updatedAt = house().clock.now();
    const progress = { phase: "train", step: 0, steps: 9, etaSeconds: 601 } as const;
    const running = { workerId: "worker-1", slotId: CPU.id, leaseUntil: 1 };
    await trainings.insert(activeTraining(running, { progress, updatedAt }));
    // 2,000 steps of 0.08 s and 20 s around them, the 601 s that the other one says, and 5 s for its export.
    expect(await quote()).to.deep.equal({ images: 3, steps: 120, minutes: 1, ahead: 1, waitMinutes: 13 });
    house().slots = [CPU, { ...CPU, id: "cpu-2" }];
    // The other slot takes the 180 s at once.
    expect(await quote()).to.include({ ahead: 1, waitMinutes: 3 });
    house().slots = [CPU, CPU, CPU].map((slot, index) => ({
      ...slot,
      id: index === 0 ? CPU.id : `${index}`,
    }));
    expect(await quote()).to.include({ ahead: 1, waitMinutes: 0 });
  });

  it("learns from what trainings took here", async () => {
    const slow = { workerId: "worker-1", leaseUntil: 1 };
    // 120 steps of 0.08 s and 20 s around them were 29.6 s; it took 296 s.
    await house().stores.trainings.insert(
      activeTraining(slow, { status: "COMPLETED", endedAt: 296_005 + EPOCH }),
    );
    expect((await quote()).minutes).to.equal(5);
  });

  it("leaves out a training whose recipe is gone or was never chosen", async () => {
    await house().stores.trainings.insert(without(queuedTraining(1), "recipeId"));
    await house().stores.trainings.insert(queuedTraining(2, { recipeId: "sd15" }));
    expect(await quote()).to.include({ ahead: 0, waitMinutes: 0 });
  });

  it("changes nothing", async () => {
    const { id } = await house().readyDraft();
    const before = await house().stored(id);
    await house().service.confirmation.quote(ADA, id);
    expect(await house().stored(id)).to.deep.equal(before);
    await settle(3);
    expect(house().seen).to.deep.equal([]);
  });
});
