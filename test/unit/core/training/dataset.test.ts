import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { datasetBounds } from "../../../../src/core/training/dataset-bounds.js";
import { ADA, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

describe("a dataset", () => {
  const house = eachTestInAHouse();
  const datasets = () => house().service.datasets;
  const collecting = async (photos = 0): Promise<string> => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().service.drafts.setRecipe(ADA, id, "tiny-sdxl");
    for (let photo = 1; photo <= photos; photo++) await house().addPhoto(id, `photo ${photo}`);
    return id;
  };
  const nothingOpen = () => {
    expect(house().images.open, "temporary files").to.equal(0);
  };

  it("takes a photo that is on disk when it is accepted", async () => {
    const id = await collecting();
    const image = await house().addPhoto(id, "photo");
    expect(image).to.include({
      trainingId: id,
      position: 1,
      contentType: "image/jpeg",
      width: 640,
      bytes: 5,
    });
    expect(image.blobKey).to.equal(`${id}/${image.id}.jpg`);
    expect(await house().keys("datasets", id)).to.deep.equal([image.blobKey]);
    expect(await datasets().list(ADA, id)).to.deep.equal([image]);
    expect((await house().addPhoto(id, "png photo")).blobKey).to.match(/\.png$/);
    nothingOpen();
  });

  it("counts the same file once, without fetching it again", async () => {
    const id = await collecting(1);
    let opened = 0;
    const again = datasets().addImage(ADA, id, {
      sourceId: "file of photo 1",
      open: () => {
        opened++;
        return Promise.reject(new Error("not asked for"));
      },
    });
    expect((await expectDomainError(again, "image-repeated")).params).to.deep.equal({ number: 1 });
    expect(opened).to.equal(0);
  });

  it("counts the same picture in another file once, and keeps no second copy", async () => {
    const id = await collecting(2);
    const { images } = house();
    const sent = datasets().addImage(ADA, id, {
      sourceId: "another file",
      open: async () => house().datasetBlobs.port.get((await datasets().list(ADA, id))[1]!.blobKey),
    });
    expect((await expectDomainError(sent, "image-repeated")).params).to.deep.equal({ number: 2 });
    expect(await house().keys("datasets", id)).to.have.lengthOf(2);
    expect(images.open).to.equal(0);
  });

  it("takes one of two equal photos that come at once", async () => {
    const id = await collecting();
    const outcomes = await Promise.allSettled([house().addPhoto(id, "twin"), house().addPhoto(id, "twin")]);
    expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    expect(await house().keys("datasets", id)).to.have.lengthOf(1);
    nothingOpen();
  });

  it("keeps nothing of a picture that is refused", async () => {
    const id = await collecting();
    await expectDomainError(house().addPhoto(id, "broken"), "image-unreadable");
    expect(await house().keys("datasets", id)).to.deep.equal([]);
    expect(await datasets().list(ADA, id)).to.deep.equal([]);
    nothingOpen();
  });

  it("lets the failure of a download through", async () => {
    const id = await collecting();
    const sent = datasets().addImage(ADA, id, {
      sourceId: "lost",
      open: () => Promise.reject(new DomainError("download-failed")),
    });
    await expectDomainError(sent, "download-failed");
  });

  it("leaves neither file nor record when one of the two cannot be written", async () => {
    const id = await collecting();
    house().datasetBlobs.fail("put", 1);
    await expectDomainError(house().addPhoto(id, "a"), "storage-failed");
    house().datasets.fail("add", 1);
    await expectDomainError(house().addPhoto(id, "b"), "storage-failed");
    expect(await house().keys("datasets", id)).to.deep.equal([]);
    expect(await datasets().list(ADA, id)).to.deep.equal([]);
    nothingOpen();
    await house().addPhoto(id, "b");
  });

  it("is bounded by the recipe", async () => {
    const id = await collecting(100);
    expect((await expectDomainError(house().addPhoto(id, "one more"), "dataset-full")).params).to.deep.equal({
      max: 100,
    });
  });

  it("is bounded also when the last photos come at once, and gives back what is too much", async () => {
    const id = await collecting(98);
    const sent = await Promise.allSettled(["x", "y", "z", "w"].map((name) => house().addPhoto(id, name)));
    expect(sent.filter(({ status }) => status === "fulfilled")).to.have.lengthOf(2);
    for (const outcome of sent) {
      if (outcome.status === "rejected") expect(outcome.reason).to.include({ code: "dataset-full" });
    }
    expect(await datasets().list(ADA, id)).to.have.lengthOf(100);
    expect(await house().keys("datasets", id)).to.have.lengthOf(100);
  });

  it("has the widest bounds before a recipe is chosen", () => {
    expect(datasetBounds({})).to.deep.equal({ min: 3, recommended: 25, max: 300 });
    expect(datasetBounds({ recipeId: "sdxl" })).to.deep.equal({ min: 5, recommended: 25, max: 300 });
  });

  it("takes back a photo that came in while the training was confirmed", async () => {
    const { id } = await house().readyDraft();
    house().images.onNormalised = async () => {
      await house().service.confirmation.confirm(ADA, id, TINY_TERMS);
    };
    await expectDomainError(house().addPhoto(id, "late"), "not-a-draft");
    const { imageIds } = await house().stored(id);
    expect((await datasets().list(ADA, id)).map((image) => image.id)).to.deep.equal(imageIds);
    expect(await house().keys("datasets", id)).to.have.lengthOf(3);
  });

  it("takes back a photo that came in while the draft was deleted", async () => {
    const id = await collecting(1);
    house().images.onNormalised = () => house().service.library.delete(ADA, id);
    await expectDomainError(house().addPhoto(id, "late"), "not-found");
    expect(await house().stores.datasets.list(id)).to.deep.equal([]);
    expect(await house().keys("datasets", id)).to.deep.equal([]);
  });

  it("removes a photo with its file; its number is not given again", async () => {
    const id = await collecting(3);
    expect(await datasets().removeImage(ADA, id, 2)).to.equal(true);
    expect(await datasets().removeImage(ADA, id, 2)).to.equal(false);
    await house().addPhoto(id, "new");
    expect((await datasets().list(ADA, id)).map(({ position }) => position)).to.deep.equal([1, 3, 4]);
    expect(await house().keys("datasets", id)).to.have.lengthOf(3);
  });

  it("is finished with enough photos, and not before", async () => {
    const id = await collecting(2);
    const error = await expectDomainError(datasets().finishCollecting(ADA, id), "dataset-too-small");
    expect(error.params).to.deep.equal({ count: 2, min: 3 });
    expect((await house().stored(id)).collected).to.equal(false);
    await house().addPhoto(id, "third");
    expect((await datasets().finishCollecting(ADA, id)).collected).to.equal(true);
  });

  it("stays finished when a photo is removed, as long as there are enough", async () => {
    const { id } = await house().readyDraft(ADA, 4);
    await datasets().removeImage(ADA, id, 4);
    expect((await house().service.drafts.view(ADA, id)).step).to.equal("confirming");
    await datasets().removeImage(ADA, id, 3);
    expect((await house().service.drafts.view(ADA, id)).step).to.equal("collecting");
  });

  it("cannot be confirmed in the moment in which a photo goes", async () => {
    const { id } = await house().readyDraft(ADA, 4);
    const confirmed: unknown[] = [];
    house().datasets.before("remove", async () => {
      confirmed.push(
        await house()
          .service.confirmation.confirm(ADA, id, TINY_TERMS)
          .catch((error: unknown) => error),
      );
    });
    await datasets().removeImage(ADA, id, 1);
    expect(confirmed[0]).to.include({ code: "draft-incomplete" });
    const { imageIds } = await house().service.confirmation.confirm(ADA, id, TINY_TERMS);
    expect(imageIds).to.have.lengthOf(3);
  });

  it("is opened again for more photos, and the captions stay", async () => {
    const { id } = await house().readyDraft();
    expect(await datasets().collectMore(ADA, id)).to.include({ collected: false, captioned: false });
    for (const { caption } of await datasets().list(ADA, id)) expect(caption?.text).to.equal("r3x");
  });

  it("shows a photo in the size that is asked for", async () => {
    const id = await collecting();
    const image = await house().addPhoto(id, "photo");
    expect(Buffer.from(await datasets().preview(ADA, image.id, 1280)).toString()).to.equal("1280:photo");
    await expectDomainError(datasets().preview(ADA, "nothing", 1280), "not-found");
  });
});
