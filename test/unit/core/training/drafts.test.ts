import { expect } from "chai";
import { describe, it } from "mocha";
import { DEFAULT_OPTIONS } from "../../../../src/core/training/options.js";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

describe("drafts", () => {
  const house = eachTestInAHouse();
  const drafts = () => house().service.drafts;
  const start = (actor = ADA, channel = "telegram:10") => drafts().start(actor, channel);

  it("begin with nothing but an owner and a channel, on disk", async () => {
    const draft = await start();
    const now = house().clock.now();
    expect(draft).to.deep.include({
      ownerId: ADA.userId,
      channel: "telegram:10",
      createdAt: now,
      updatedAt: now,
      version: 1,
      status: "DRAFT",
      options: DEFAULT_OPTIONS,
      notices: [],
    });
    expect(await house().stored(draft.id)).to.deep.equal(draft);
    expect((await drafts().view(ADA, draft.id)).step).to.equal("subject");
  });

  it("are at most twenty of one person", async () => {
    for (let count = 0; count < 20; count++) await start();
    await expectDomainError(start(), "too-many-drafts");
    await start(BOB);
    const [first] = await drafts().open(ADA, "telegram:10");
    await house().service.library.delete(ADA, first!.id);
    await start();
  });

  it("are found again on the channel on which they were begun, newest first", async () => {
    const first = await start();
    house().clock.time += 5;
    const second = await start();
    const elsewhere = await start(ADA, "telegram:-77");
    await start(BOB);
    const ids = async (channel: string) => (await drafts().open(ADA, channel)).map(({ id }) => id);
    expect(await ids("telegram:10")).to.deep.equal([second.id, first.id]);
    expect(await ids("telegram:-77")).to.deep.equal([elsewhere.id]);
    expect(await ids("telegram:99")).to.deep.equal([]);
  });

  it("are no longer open when they are queued", async () => {
    await house().queued();
    expect(await drafts().open(ADA, "telegram:10")).to.deep.equal([]);
  });

  it("are viewed with their images and the step they stand at", async () => {
    const { id } = await house().readyDraft(ADA, 3);
    const view = await drafts().view(ADA, id);
    expect(view.step).to.equal("confirming");
    expect(view.images.map(({ position }) => position)).to.deep.equal([1, 2, 3]);
  });

  it("take what is to be trained, and keep all else when that changes", async () => {
    const ready = await house().readyDraft(ADA, 3);
    await drafts().setOptions(ADA, ready.id, { quality: "best", overrides: { rank: 2 } });
    const changed = await drafts().setSubject(ADA, ready.id, "style");
    expect(changed.options).to.deep.equal({ subject: "style", quality: "best", overrides: { rank: 2 } });
    expect(changed).to.deep.include({ name: ready.name, triggerWord: ready.triggerWord, captioned: true });
    expect((await drafts().view(ADA, ready.id)).step).to.equal("confirming");
    await expectDomainError(drafts().setSubject(ADA, ready.id, "portrait"), "subject-unknown");
  });

  it("ask for the base model again where it cannot learn motion, and take no such model for it", async () => {
    const { id } = await house().readyDraft(ADA, 3);
    await expectDomainError(drafts().setOptions(ADA, id, { subject: "motion" }), "recipe-unsuitable");
    await drafts().setSubject(ADA, id, "motion");
    expect((await drafts().view(ADA, id)).step).to.equal("base-model");
    expect(await house().stored(id)).not.to.have.property("recipeId");
    const error = await expectDomainError(drafts().setRecipe(ADA, id, "tiny-sdxl"), "recipe-unsuitable");
    expect(error.params).to.deep.equal({ recipe: "tiny-sdxl" });
    await drafts().setRecipe(ADA, id, "tiny-wan");
    expect((await drafts().view(ADA, id)).step).to.equal("confirming");
    await drafts().setSubject(ADA, id, "motion");
    expect((await house().stored(id)).recipeId, "one that can stays").to.equal("tiny-wan");
  });

  it("are for motion only where a video model is offered", async () => {
    const { id } = await start();
    house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 8 }];
    await expectDomainError(drafts().setSubject(ADA, id, "motion"), "subject-unavailable");
    await drafts().setSubject(ADA, id, "person");
    house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 12 }];
    await drafts().setSubject(ADA, id, "motion");
  });

  it("take a name", async () => {
    const { id } = await start();
    expect((await drafts().setName(ADA, id, " Rex  the dog ")).name).to.equal("Rex the dog");
    await expectDomainError(drafts().setName(ADA, id, "  "), "name-empty");
    expect((await house().stored(id)).name).to.equal("Rex the dog");
  });

  it("take a trigger word, also into the captions that are there", async () => {
    const { id } = await house().readyDraft(ADA, 3);
    const { images } = await drafts().view(ADA, id);
    await house().service.captions.edit(ADA, images[0]!.id, "a photo of R3X on a lawn");
    const late = await house().addPhoto(id, "a late photo");
    expect((await drafts().setTriggerWord(ADA, id, "my-dog")).triggerWord).to.equal("my-dog");
    const after = (await drafts().view(ADA, id)).images;
    expect(after.map(({ caption }) => caption)).to.deep.equal([
      { text: "a photo of my-dog on a lawn", source: "hand" },
      { text: "my-dog", source: "trigger" },
      { text: "my-dog", source: "trigger" },
      undefined,
    ]);
    expect(late.caption).to.equal(undefined);
    await expectDomainError(drafts().setTriggerWord(ADA, id, "two words"), "trigger-characters");
  });

  it("take a trigger word while a photo is being removed", async () => {
    const { id } = await house().readyDraft(ADA, 3);
    house().datasets.before("setCaption", async () => {
      const [first] = await house().stores.datasets.list(id);
      if (first?.position === 1) await house().stores.datasets.remove(first.id);
    });
    await drafts().setTriggerWord(ADA, id, "m4x");
    const texts = (await drafts().view(ADA, id)).images.map(({ caption }) => caption?.text);
    expect(texts).to.deep.equal(["m4x", "m4x"]);
  });

  it("take a recipe that this installation can run, and no other", async () => {
    const { id } = await start();
    expect((await drafts().setRecipe(ADA, id, "tiny-wan")).recipeId).to.equal("tiny-wan");
    const error = await expectDomainError(drafts().setRecipe(ADA, id, "flux"), "recipe-unavailable");
    expect(error.params).to.deep.equal({ recipe: "flux" });
    await expectDomainError(drafts().setRecipe(ADA, id, "sd15"), "recipe-unknown");
    expect((await house().stored(id)).recipeId).to.equal("tiny-wan");
  });

  it("offer what fits the slots as they are now", async () => {
    const ids = async () => (await drafts().recipes()).map(({ id }) => id);
    expect(await ids()).to.deep.equal(["tiny-flux", "tiny-sdxl", "tiny-wan"]);
    house().slots = [];
    expect(await ids(), "nothing is there that could train").to.deep.equal([]);
    house().slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 12 }];
    expect(await ids()).to.deep.equal(["sdxl", "wan"]);
    await drafts().setRecipe(ADA, (await start()).id, "sdxl");
  });

  it("take options within the recipe's limits, and keep the others", async () => {
    const { id } = await start();
    await drafts().setRecipe(ADA, id, "tiny-sdxl");
    await drafts().setOptions(ADA, id, { subject: "style" });
    const { options } = await drafts().setOptions(ADA, id, { overrides: { steps: 10, rank: 2 } });
    expect(options).to.deep.equal({
      subject: "style",
      quality: "balanced",
      overrides: { steps: 10, rank: 2 },
    });
    await expectDomainError(drafts().setOptions(ADA, id, { overrides: { steps: 3 } }), "option-out-of-range");
    const unknown = { overrides: { epochs: 3 } } as object;
    await expectDomainError(drafts().setOptions(ADA, id, unknown), "option-unknown");
    expect((await house().stored(id)).options).to.deep.equal(options);
  });

  it("lose the numbers that the next recipe does not allow", async () => {
    const { id } = await start();
    await drafts().setOptions(ADA, id, { overrides: { steps: 4, rank: 2, resolution: 1024 } });
    const { options } = await drafts().setRecipe(ADA, id, "tiny-flux");
    expect(options.overrides).to.deep.equal({ steps: 4, rank: 2 });
  });

  it("are changed no more once they are queued", async () => {
    const { id } = await house().queued();
    await expectDomainError(drafts().setName(ADA, id, "Max"), "not-a-draft");
    await expectDomainError(drafts().setTriggerWord(ADA, id, "m4x"), "not-a-draft");
    await expectDomainError(drafts().setRecipe(ADA, id, "tiny-wan"), "not-a-draft");
    await expectDomainError(drafts().setOptions(ADA, id, { quality: "best" }), "not-a-draft");
    await expectDomainError(drafts().view(ADA, id), "not-a-draft");
  });
});
