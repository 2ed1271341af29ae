import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Actor, DatasetImage, Training } from "../../../../src/core/training/model.js";
import { ADA, ADMIN, BOB, CPU, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { without } from "../../../support/without.js";

const NEVER = new AbortController().signal;
const CLEO: Actor = { userId: "telegram:4", isAdmin: false };
const CHANNEL = "telegram:20";

describe("sharing the photos of a training", () => {
  const house = eachTestInAHouse();
  const sharing = () => house().service.datasetSharing;
  const images = (id: string): Promise<DatasetImage[]> => house().stores.datasets.list(id);
  const whose = async (id: string) => (await images(id)).map(({ sharedBy }) => sharedBy);
  const linkTo = async (actor: Actor, id: string): Promise<string> => sharing().share(actor, id);

  /** As its new owner chooses what was not copied, up to the end of the training. */
  const trainedBy = async (actor: Actor, { id }: Training): Promise<Training> => {
    const { drafts, datasets, captions, confirmation } = house().service;
    await drafts.setSubject(actor, id, "character");
    await drafts.setName(actor, id, `of ${actor.userId}`);
    await drafts.setTriggerWord(actor, id, "b0b");
    await drafts.setRecipe(actor, id, "tiny-sdxl");
    await datasets.finishCollecting(actor, id);
    await captions.finish(actor, id);
    await confirmation.confirm(actor, id, TINY_TERMS);
    house().runtime.script = goesWell();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return house().stored(id);
  };

  it("begins a draft with copies of photos and captions, and nothing else of the training", async () => {
    const source = await house().readyDraft();
    const [first] = await images(source.id);
    await house().service.captions.edit(ADA, first!.id, "r3x on the grass, r3x in the sun");
    const token = await linkTo(ADA, source.id);
    expect(await sharing().offer(BOB, token, CHANNEL)).to.include({ images: 3 });
    const draft = await sharing().accept(BOB, token, CHANNEL);
    expect(draft).to.deep.include({
      ownerId: BOB.userId,
      status: "DRAFT",
      collected: false,
      captioned: false,
    });
    expect(draft).not.to.have.any.keys("name", "triggerWord", "recipeId", "basis");
    expect((await house().service.drafts.view(BOB, draft.id)).step).to.equal("subject");
    const facts = (list: DatasetImage[]) =>
      list.map((image) => without(image, "id", "trainingId", "blobKey", "addedAt", "sharedBy"));
    expect(facts(await images(draft.id))).to.deep.equal(facts(await images(source.id)));
    expect(await whose(draft.id)).to.deep.equal([source.id, source.id, source.id]);

    await house().service.drafts.setTriggerWord(BOB, draft.id, "b0b");
    expect((await images(draft.id)).map(({ caption }) => caption?.text)).to.deep.equal([
      "b0b on the grass, b0b in the sun",
      "b0b",
      "b0b",
    ]);
    await house().service.library.delete(ADA, source.id);
    for (const { blobKey } of await images(draft.id))
      expect((await buffer(await house().datasetBlobs.port.get(blobKey))).byteLength).to.be.greaterThan(0);
  });

  it("is one draft, however often it is begun, and completed where a crash cut it off", async () => {
    const token = await linkTo(ADA, (await house().readyDraft()).id);
    house().datasets.fail("add", 1);
    expect(
      await sharing()
        .accept(BOB, token, CHANNEL)
        .catch((error: unknown) => error),
    ).to.be.an("error");
    const [cut] = await house().service.drafts.open(BOB, CHANNEL);
    const whole = await sharing().accept(BOB, token, CHANNEL);
    expect(whole.id).to.equal(cut!.id);
    expect([cut!.sharedPhotos?.copied, whole.sharedPhotos?.copied]).to.deep.equal([false, true]);
    expect(await images(whole.id)).to.have.lengthOf(3);
    await house().service.datasets.removeImage(BOB, whole.id, 1);
    expect((await sharing().accept(BOB, token, CHANNEL)).id).to.equal(whole.id);
    expect((await sharing().offer(BOB, token, CHANNEL)).begun?.id).to.equal(whole.id);
    expect(await images(whole.id), "what its person removed").to.have.lengthOf(2);
    await house().addPhoto(whole.id, "of his own", BOB);
    expect((await whose(whole.id)).filter((each) => each === undefined)).to.have.lengthOf(1);
  });

  it("remembers whose photos they are, however often they are passed on, until they come home", async () => {
    const source = await house().readyDraft();
    const bobs = await trainedBy(BOB, await sharing().accept(BOB, await linkTo(ADA, source.id), CHANNEL));
    const further = await house().service.further.begin(BOB, bobs.modelId!, CHANNEL);
    expect(await whose(further.id)).to.deep.equal([source.id, source.id, source.id]);
    const token = await linkTo(BOB, further.id);
    const cleos = await sharing().accept(CLEO, token, "telegram:30");
    expect(await whose(cleos.id)).to.deep.equal([source.id, source.id, source.id]);
    const home = await sharing().accept(ADA, token, "telegram:10");
    expect(await whose(home.id)).to.deep.equal([undefined, undefined, undefined]);
  });

  it("refuses one's own link, unknown ones, those of models, and what has no photos", async () => {
    const source = await house().readyDraft();
    const token = await linkTo(ADA, source.id);
    expect(await linkTo(ADA, source.id)).to.equal(token);
    for (const act of [sharing().offer(ADA, token, CHANNEL), sharing().accept(ADA, token, CHANNEL)])
      await expectDomainError(act, "share-own-photos");
    for (const unknown of ["", "A".repeat(22), `${token}A`, "__proto__"])
      await expectDomainError(sharing().accept(BOB, unknown, CHANNEL), "share-ended");
    await expectDomainError(house().service.sharing.offer(BOB, token), "share-ended");
    const empty = await house().service.drafts.start(ADA, CHANNEL);
    await expectDomainError(linkTo(ADA, empty.id), "not-found");
    expect(await sharing().tokenOf(ADA, empty.id)).to.equal(undefined);
    await expectDomainError(linkTo(ADMIN, source.id), "not-yours");
    await expectDomainError(linkTo(ADA, "nothing"), "not-found");
  });

  it("ends when its owner says so, with the training, and when they are forgotten; copies stay", async () => {
    const [source, other] = [await house().readyDraft(), await house().readyDraft()];
    const first = await linkTo(ADA, source.id);
    const copy = await sharing().accept(BOB, first, CHANNEL);
    expect(await sharing().end(ADA, source.id)).to.equal(true);
    expect(await sharing().end(ADA, source.id)).to.equal(false);
    await expectDomainError(sharing().offer(BOB, first, CHANNEL), "share-ended");
    const second = await linkTo(ADA, source.id);
    expect(second).not.to.equal(first);
    const third = await linkTo(ADA, other.id);
    await house().service.library.delete(ADA, source.id);
    await expectDomainError(sharing().accept(BOB, second, CHANNEL), "share-ended");

    expect(await house().service.library.deleteEverything(ADA)).to.include({ links: 0, photoLinks: 1 });
    await expectDomainError(sharing().accept(BOB, third, CHANNEL), "share-ended");
    for (const namespace of ["dataset-shares", "dataset-share-tokens"])
      expect(await house().stores.keyValues.list(namespace, 10)).to.deep.equal([]);
    expect(JSON.stringify([await house().stored(copy.id), await images(copy.id)])).not.to.contain(ADA.userId);
    const { status } = await trainedBy(BOB, copy);
    expect(status, "who trains on them still can").to.equal("COMPLETED");
  });
});
