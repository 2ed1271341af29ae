import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { recipeById } from "../../../../src/core/recipes/index.js";
import { termsOf } from "../../../../src/core/training/consent.js";
import { clipLoad } from "../../../../src/core/training/estimate.js";
import { prepareWorkspace } from "../../../../src/core/training/job-prepare.js";
import type { DatasetImage } from "../../../../src/core/training/model.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { once } from "../../../support/fake-images.js";
import { zipContents } from "../../../support/zip-contents.js";
import { zipOf } from "../../../support/zip-files.js";

const { signal } = new AbortController();

describe("clips in a dataset", () => {
  const house = eachTestInAHouse();
  const add = (id: string, text: string): Promise<DatasetImage> =>
    house().service.clips.add(ADA, id, {
      sourceId: `file of ${text}`,
      open: () => Promise.resolve(once(Buffer.from(text))),
    });
  async function draft(recipeId: string, name = "Rex"): Promise<string> {
    const { drafts } = house().service;
    const { id } = await drafts.start(ADA, "telegram:10");
    await drafts.setOptions(ADA, id, { subject: "character" });
    await drafts.setName(ADA, id, name);
    await drafts.setTriggerWord(ADA, id, "ohwxrex");
    await drafts.setRecipe(ADA, id, recipeId);
    return id;
  }
  const textOf = async (key: string): Promise<string> =>
    (await buffer(await house().datasetBlobs.port.get(key))).toString();

  it("are stored with a still, which is what is shown and described", async () => {
    const id = await draft("tiny-wan");
    const image = await add(id, "a clip");
    expect(image).to.include({ position: 1, contentType: "video/mp4", blobKey: `${id}/${image.id}.mp4` });
    expect(image.clip).to.include({ frames: 33, stillKey: `${id}/${image.id}-still.jpg` });
    expect(await textOf(image.blobKey)).to.equal("a clip");
    expect(await textOf(image.clip!.stillKey)).to.equal("still of a clip");
    const { datasets, review } = house().service;
    expect(Buffer.from(await datasets.preview(ADA, image.id, 10)).toString()).to.equal("10:still of a clip");
    const { jpeg } = await review.sheet(ADA, id, 1);
    expect(Buffer.from(jpeg).toString()).to.equal("1 still of a clip");
    await house().service.captions.regenerate(ADA, image.id, signal);
    await house().service.drafts.setOptions(ADA, id, { subject: "motion" });
    await house().service.captions.regenerate(ADA, image.id, signal);
    const [asked, askedOfMotion] = house().captioner.requests;
    expect(Buffer.from(asked!.image).toString()).to.equal("1024:still of a clip");
    expect(asked).to.include({ isFrame: true, focus: "subject", style: "sentence" });
    expect(askedOfMotion).to.include({ isFrame: true, focus: "motion", style: "sentence" });
    expect(house().images.open, "temporary files").to.equal(0);
  });

  it("are not taken by a recipe of pictures, nor before one is chosen, and the file is not fetched", async () => {
    const fetched = () => Promise.reject(new Error("not asked for"));
    const { id: open } = await house().service.drafts.start(ADA, "telegram:10");
    for (const id of [await draft("tiny-sdxl"), open]) {
      const sent = house().service.clips.add(ADA, id, { sourceId: "s", open: fetched });
      await expectDomainError(sent, "clips-not-taken");
      expect(await house().keys("datasets", id)).to.deep.equal([]);
    }
  });

  it("count once, and leave nothing of what was refused, taken back or deleted", async () => {
    const id = await draft("tiny-wan");
    await add(id, "a clip");
    await expectDomainError(add(id, "a clip"), "image-repeated");
    const again = house().service.clips.add(ADA, id, {
      sourceId: "another file",
      open: () => Promise.resolve(once(Buffer.from("a clip"))),
    });
    await expectDomainError(again, "image-repeated");
    await expectDomainError(add(id, "broken clip"), "clip-unreadable");
    expect(await house().keys("datasets", id)).to.have.length(2);
    await house().service.datasets.removeImage(ADA, id, 1);
    expect(await house().keys("datasets", id)).to.deep.equal([]);
    await add(id, "another clip");
    await house().service.library.delete(ADA, id);
    expect(await house().keys("datasets", id)).to.deep.equal([]);
  });

  it("keep a draft from a base model of pictures until they are taken out", async () => {
    const id = await draft("tiny-wan");
    await add(id, "a clip");
    const { drafts, datasets } = house().service;
    const refused = await expectDomainError(drafts.setRecipe(ADA, id, "tiny-sdxl"), "clips-in-the-way");
    expect(refused.params).to.deep.equal({ count: 1 });
    await datasets.removeImage(ADA, id, 1);
    expect((await drafts.setRecipe(ADA, id, "tiny-sdxl")).recipeId).to.equal("tiny-sdxl");
  });

  it("come to the trainer beside the photos, with the frames that are to be learned", async () => {
    const id = await draft("tiny-wan");
    await house().addPhoto(id, "photo one");
    await add(id, "a clip");
    await house().addPhoto(id, "photo two");
    const { datasets, captions, confirmation } = house().service;
    await datasets.finishCollecting(ADA, id);
    await captions.fillWithTrigger(ADA, id);
    await captions.finish(ADA, id);
    const queued = await confirmation.confirm(ADA, id, termsOf(recipeById("tiny-wan")).id);
    expect(queued.clips).to.equal(1);
    const workspace = await house().workspaces.open(id);
    const { datasets: records, datasetBlobs } = house();
    await prepareWorkspace(
      queued,
      workspace,
      { datasets: records.port, datasetBlobs: datasetBlobs.port, modelBlobs: house().modelBlobs.port },
      signal,
    );
    const read = async (path: string) => (await buffer(await workspace.read(path))).toString();
    expect(await read("dataset/0002.mp4")).to.equal("a clip");
    expect(await read("dataset/0002.txt")).to.equal("ohwxrex");
    expect(await read("dataset/0003.jpg")).to.equal("photo two");
    expect(JSON.parse(await read("job.json"))).to.include({ frames: 17 });
    // What no record names is swept from a frozen dataset; a still is named.
    expect(await house().keys("datasets", id)).to.have.length(4);
  });

  it("are exported and taken in again as they are, each with its caption", async () => {
    const id = await draft("tiny-wan");
    const image = await add(id, "a clip");
    await house().service.captions.edit(ADA, image.id, "a dog runs");
    const archive = await house().service.exports.archive(ADA, id);
    const files = await zipContents(await buffer(archive.open()));
    expect([...files].map(([name, bytes]) => `${name}: ${bytes.toString()}`)).to.deep.equal([
      "001.mp4: a clip",
      "001.txt: ohwxrex, a dog runs",
    ]);
    const other = await draft("tiny-wan", "Max");
    const zip = await zipOf(Object.fromEntries(files));
    const source = { archiveId: "zip", open: () => Promise.resolve(once(zip)) };
    const taken = await house().service.archives.add(ADA, other, source, { signal });
    expect(taken).to.include({ photos: 1, captions: 1, refused: 0 });
    const [copy] = await house().service.datasets.list(ADA, other);
    expect(copy!.clip).to.include({ frames: 33 });
    expect(copy!.caption!.text).to.equal("ohwxrex, a dog runs");
  });

  it("make a step longer by their share of the set", () => {
    const wan = recipeById("wan");
    expect(clipLoad(wan, 10, 0)).to.equal(1);
    expect(clipLoad(wan, 10, 10)).to.equal(wan.clips!.cost);
    expect(clipLoad(wan, 10, 5)).to.equal((1 + wan.clips!.cost) / 2);
    expect(clipLoad(recipeById("flux"), 10, 5)).to.equal(1);
  });
});
