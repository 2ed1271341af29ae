import { expect } from "chai";
import { describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { samplePromptId } from "../../../../src/core/training/sample-prompts.js";
import type { TrainingService } from "../../../../src/core/training/service.js";
import type { Actor } from "../../../../src/core/training/model.js";
import { ADA, ADMIN, BOB, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { once } from "../../../support/fake-images.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { craftedZip } from "../../../support/zip-files.js";
import { sampleModel } from "../../../support/stored-samples.js";

const { signal } = new AbortController();
type UseCase = (
  service: TrainingService,
  actor: Actor,
  ids: { training: string; image: string; model: string },
) => unknown;

const PREFIX = { kind: "prefix", prefix: "a photo of" } as const;
const NOTHING = { kind: "replace", find: "what no caption has", replacement: "" } as const;

/** Every use case that is about one training, image or model, by the path of its method. */
const USE_CASES: Readonly<Record<string, UseCase>> = {
  "drafts.view": ({ drafts }, actor, { training }) => drafts.view(actor, training),
  "drafts.setSubject": ({ drafts }, actor, { training }) => drafts.setSubject(actor, training, "style"),
  "drafts.setName": ({ drafts }, actor, { training }) => drafts.setName(actor, training, "Max"),
  "drafts.setTriggerWord": ({ drafts }, actor, { training }) => drafts.setTriggerWord(actor, training, "m4x"),
  "drafts.setRecipe": ({ drafts }, actor, { training }) => drafts.setRecipe(actor, training, "tiny-wan"),
  "drafts.setOptions": ({ drafts }, actor, { training }) =>
    drafts.setOptions(actor, training, { quality: "best" }),
  "baseModels.offers": ({ baseModels }, actor, { training }) => baseModels.offers(actor, training),
  "datasets.addImage": ({ datasets }, actor, { training }) =>
    datasets.addImage(actor, training, {
      sourceId: "new",
      open: () => Promise.resolve(once(Buffer.from("new"))),
    }),
  "clips.add": async ({ clips, drafts }, actor, { training }) => {
    await drafts.setRecipe(ADA, training, "tiny-wan");
    await clips.add(actor, training, {
      sourceId: "new",
      open: () => Promise.resolve(once(Buffer.from("new"))),
    });
  },
  "datasets.removeImage": ({ datasets }, actor, { training }) => datasets.removeImage(actor, training, 1),
  "datasets.finishCollecting": ({ datasets }, actor, { training }) =>
    datasets.finishCollecting(actor, training),
  "datasets.collectMore": ({ datasets }, actor, { training }) => datasets.collectMore(actor, training),
  "datasets.list": ({ datasets }, actor, { training }) => datasets.list(actor, training),
  "datasets.preview": ({ datasets }, actor, { image }) => datasets.preview(actor, image, 100),
  "captions.generate": ({ captions }, actor, { training }) => captions.generate(actor, training, { signal }),
  "captions.regenerate": ({ captions }, actor, { image }) => captions.regenerate(actor, image, signal),
  "captions.edit": ({ captions }, actor, { image }) => captions.edit(actor, image, "a dog"),
  "captions.setAll": ({ captions }, actor, { training }) => captions.setAll(actor, training, "a dog"),
  "captions.fillWithTrigger": ({ captions }, actor, { training }) =>
    captions.fillWithTrigger(actor, training),
  "captions.finish": ({ captions }, actor, { training }) => captions.finish(actor, training),
  "captions.reopen": ({ captions }, actor, { training }) => captions.reopen(actor, training),
  "captionRuns.start": async ({ captionRuns }, actor, { training }) => {
    await captionRuns.start(actor, training);
    await captionRuns.drop(training);
  },
  "captionRuns.redo": async ({ captionRuns }, actor, { training, image }) => {
    await captionRuns.redo(actor, training, image);
    await captionRuns.drop(training);
  },
  "captionRuns.stop": ({ captionRuns }, actor, { training }) => captionRuns.stop(actor, training),
  "captionChanges.finds": ({ captionChanges }, actor, { training }) =>
    captionChanges.finds(actor, training, "dog"),
  "captionChanges.propose": ({ captionChanges }, actor, { training }) =>
    captionChanges.propose(actor, training, "1", PREFIX),
  "captionChanges.apply": async ({ captionChanges }, actor, { training }) => {
    await captionChanges.propose(ADA, training, "1", PREFIX);
    return captionChanges.apply(actor, training, "1");
  },
  "captionChanges.undo": async ({ captionChanges }, actor, { training }) => {
    await captionChanges.propose(ADA, training, "1", NOTHING);
    await captionChanges.apply(ADA, training, "1");
    return captionChanges.undo(actor, training, "1");
  },
  "captionChanges.leave": ({ captionChanges }, actor, { training }) => captionChanges.leave(actor, training),
  "captionChanges.proposal": ({ captionChanges }, actor, { training }) =>
    captionChanges.proposal(actor, training),
  "archives.add": ({ archives }, actor, { training }) => {
    const zip = craftedZip([{ name: "1.jpg", content: "new" }]);
    const source = { archiveId: "zip", open: () => Promise.resolve(once(zip)) };
    return archives.add(actor, training, source, { signal });
  },
  "tuning.set": ({ tuning }, actor, { training }) => tuning.set(actor, training, "rank", 8),
  "tuning.setMasks": ({ tuning }, actor, { training }) => tuning.setMasks(actor, training, false),
  "tuning.reset": ({ tuning }, actor, { training }) => tuning.reset(actor, training),
  "samplePrompts.proposal": ({ samplePrompts }, actor, { training }) =>
    samplePrompts.proposal(actor, training, 0),
  "samplePrompts.take": ({ samplePrompts }, actor, { training }) => samplePrompts.take(actor, training, 0),
  "samplePrompts.add": ({ samplePrompts }, actor, { training }) =>
    samplePrompts.add(actor, training, "at sea"),
  "samplePrompts.edit": async ({ samplePrompts }, actor, { training }) => {
    await samplePrompts.add(ADA, training, "at sea");
    return samplePrompts.edit(actor, training, samplePromptId("r3x, at sea"), "on land");
  },
  "samplePrompts.remove": ({ samplePrompts }, actor, { training }) =>
    samplePrompts.remove(actor, training, samplePromptId("r3x")),
  "samplePrompts.clear": ({ samplePrompts }, actor, { training }) => samplePrompts.clear(actor, training),
  "confirmation.validate": ({ confirmation }, actor, { training }) => confirmation.validate(actor, training),
  "confirmation.quote": ({ confirmation }, actor, { training }) => confirmation.quote(actor, training),
  "confirmation.confirm": ({ confirmation }, actor, { training }) =>
    confirmation.confirm(actor, training, TINY_TERMS),
  "library.detail": ({ library }, actor, { training }) => library.detail(actor, training),
  "library.cancel": async ({ confirmation, library }, actor, { training }) => {
    await confirmation.confirm(ADA, training, TINY_TERMS);
    return library.cancel(actor, training);
  },
  "resumption.resume": async ({ confirmation, library, resumption }, actor, { training }) => {
    await confirmation.confirm(ADA, training, TINY_TERMS);
    if ((await library.detail(ADA, training)).training.status === "QUEUED")
      await library.cancel(ADA, training);
    return resumption.resume(actor, training);
  },
  "control.stopAtCheckpoint": async ({ confirmation, control }, actor, { training }) => {
    await confirmation.confirm(ADA, training, TINY_TERMS);
    // One that waits has no checkpoint ahead: who may ask is told so.
    await control.stopAtCheckpoint(actor, training).catch((error: unknown) => {
      if (!isDomainError(error, "no-checkpoint-ahead")) throw error;
    });
  },
  "control.goOn": async ({ confirmation, control }, actor, { training }) => {
    await confirmation.confirm(ADA, training, TINY_TERMS);
    return control.goOn(actor, training);
  },
  "control.mute": async ({ confirmation, control }, actor, { training }) => {
    await confirmation.confirm(ADA, training, TINY_TERMS);
    return control.mute(actor, training, true);
  },
  "library.rename": ({ library }, actor, { training }) => library.rename(actor, training, "Max"),
  "library.delete": ({ library }, actor, { training }) => library.delete(actor, training),
  "exports.archive": ({ exports: all }, actor, { training }) => all.archive(actor, training),
  "exports.link": ({ exports: all }, actor, { training }) => all.link(actor, training),
  "pictures.ofSamples": ({ pictures }, actor, { training }) => pictures.ofSamples(actor, training),
  "review.verdicts": ({ review }, actor, { training }) => review.verdicts(actor, training),
  "review.faultsOf": ({ review }, actor, { training, image }) => review.faultsOf(actor, training, image),
  "review.keep": ({ review }, actor, { training }) => review.keep(actor, training, 1),
  "review.remove": ({ review }, actor, { training }) => review.remove(actor, training, [{ from: 1, to: 1 }]),
  "review.sheet": ({ review }, actor, { training }) => review.sheet(actor, training, 1),
  "voices.listen": ({ voices }, actor, { training }) =>
    voices.listen(actor, training, { seconds: 3, open: () => Promise.resolve(once(Buffer.from("a dog"))) }),
  "faces.pending": ({ faces }, actor, { training }) => faces.pending(actor, training),
  "faces.check": ({ faces }, actor, { training, image }) => faces.check(actor, training, image),
  "models.choose": ({ models }, actor, { model }) => models.choose(actor, model, 60),
  "pictures.ofSteps": ({ pictures }, actor, { training }) => pictures.ofSteps(actor, training, [1]),
  "models.owned": ({ models }, actor, { model }) => models.owned(actor, model),
};

/** Use cases that speak of the actor's own things alone, and so can reach nobody else's. */
const OF_THE_ACTOR = ["drafts.start", "drafts.open", "drafts.recipes", "library.list", "library.count"];
const ALSO_OF_THE_ACTOR = [
  "library.deleteEverything",
  "models.list",
  "captions.describes",
  "voices.isOffered",
];
/** These take the thing itself, which somebody was let to have, and not its id. */
const OF_THE_THING = ["models.links", "models.open", "pictures.ofProgress"];

/** Use cases that an administrator has no business with either. */
const OF_THE_OWNER_ALONE: Readonly<Record<string, UseCase>> = {
  "sharing.share": ({ sharing }, actor, { model }) => sharing.share(actor, model),
  "sharing.tokenOf": ({ sharing }, actor, { model }) => sharing.tokenOf(actor, model),
  "further.begin": ({ further }, actor, { model }) => further.begin(actor, model, "telegram:10"),
  "sharing.end": ({ sharing }, actor, { model }) => sharing.end(actor, model),
  "datasetSharing.share": ({ datasetSharing }, actor, { training }) => datasetSharing.share(actor, training),
  "datasetSharing.tokenOf": ({ datasetSharing }, actor, { training }) =>
    datasetSharing.tokenOf(actor, training),
  "datasetSharing.end": ({ datasetSharing }, actor, { training }) => datasetSharing.end(actor, training),
};
/** Shares are reached by their token, which is a right in itself; see the tests of sharing. */
const BY_TOKEN = [
  ...["offer", "accept", "received", "receivedModel", "leave"].map((name) => `sharing.${name}`),
  "further.beginFromShared",
  "datasetSharing.offer",
  "datasetSharing.accept",
];
/** For the program itself, which acts for nobody: what goes on after a start, and what ends with a training. */
const OF_THE_PROGRAM = [
  "captionRuns.listen",
  "captionRuns.recover",
  "captionRuns.pause",
  "captionRuns.runs",
  "captionRuns.drop",
  "captionChanges.forget",
  "charging.priceOf",
  "charging.whilePaid",
  "charging.settle",
  "charging.start",
  "charging.stop",
  "charging.recover",
];

describe("what is somebody's own", () => {
  const house = eachTestInAHouse();
  const things = async () => {
    const { id: training } = await house().readyDraft(ADA, 4);
    const [image] = await house().stores.datasets.list(training);
    const sample = sampleModel({ ownerId: ADA.userId, trainingId: training });
    const { id: model } = await house().stores.models.upsertByTraining(sample);
    return { training, image: image!.id, model };
  };

  for (const [name, useCase] of Object.entries(USE_CASES)) {
    it(`is refused to another person, and open to an admin: ${name}`, async () => {
      const ids = await things();
      const before = await house().stores.datasets.list(ids.training);
      await expectDomainError(Promise.resolve(useCase(house().service, BOB, ids)), "not-yours");
      expect(await house().stores.datasets.list(ids.training)).to.deep.equal(before);
      await useCase(house().service, ADMIN, ids);
    });

    it(`is open to its owner: ${name}`, async () => {
      await useCase(house().service, ADA, await things());
    });
  }

  for (const [name, useCase] of Object.entries(OF_THE_OWNER_ALONE)) {
    it(`is its owner's alone: ${name}`, async () => {
      const ids = await things();
      for (const actor of [BOB, ADMIN])
        await expectDomainError(Promise.resolve(useCase(house().service, actor, ids)), "not-yours");
      await useCase(house().service, ADA, ids);
    });
  }

  it("is checked by every use case there is: this list forgets none", () => {
    const parts = Object.entries<object | undefined>({ ...house().service });
    const methods = parts.flatMap(([part, object]) =>
      // Accounts are absent where nothing costs anything.
      (object === undefined ? [] : Object.getOwnPropertyNames(Object.getPrototypeOf(object)))
        .filter((method) => method !== "constructor")
        .map((method) => `${part}.${method}`),
    );
    const checked = [...Object.keys(USE_CASES), ...Object.keys(OF_THE_OWNER_ALONE), ...BY_TOKEN];
    const others = [...OF_THE_ACTOR, ...ALSO_OF_THE_ACTOR, ...OF_THE_THING, ...OF_THE_PROGRAM];
    expect(methods).to.have.members([...checked, ...others]);
  });
});
