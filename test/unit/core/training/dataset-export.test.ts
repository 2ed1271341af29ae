import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { zipContents } from "../../../support/zip-contents.js";

describe("exporting a dataset", () => {
  const house = eachTestInAHouse();
  const exports = () => house().service.exports;

  it("packs the photos and captions under their numbers, gaps left as they are", async () => {
    const { service } = house();
    const { id } = await house().readyDraft(ADA, 4);
    const [first, , third] = await service.datasets.list(ADA, id);
    await service.captions.edit(ADA, first!.id, "r3x, a dog 🐕");
    await service.datasets.removeImage(ADA, id, 2);
    await house().stores.datasets.setCaption(third!.id, { text: "кот", source: "hand" });
    const archive = await exports().archive(ADA, id);
    expect(archive).to.include({ fileName: "Rex-the-dog.zip", images: 3 });
    const contents = await zipContents(await buffer(archive.open()));
    expect([...contents.keys()].map((name) => name.replace("png", "jpg"))).to.deep.equal([
      "001.jpg",
      "001.txt",
      "003.jpg",
      "003.txt",
      "004.jpg",
      "004.txt",
    ]);
    expect(contents.get("001.txt")!.toString()).to.equal("r3x, a dog 🐕");
    expect(contents.get("003.txt")!.toString()).to.equal("кот");
    const photo = await buffer(await house().datasetBlobs.port.get(first!.blobKey));
    expect([...contents.values()][0]).to.deep.equal(photo);
  });

  it("leaves out the text where there is no caption, and has a name where the training has none", async () => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await expectDomainError(exports().archive(ADA, id), "not-found");
    await house().addPhoto(id, "one");
    const archive = await exports().archive(ADA, id);
    expect(archive.fileName).to.equal("photos.zip");
    expect((await zipContents(await buffer(archive.open()))).size).to.equal(1);
  });

  it("links to what is too large to send; the link's file goes with the training", async () => {
    const { id } = await house().readyDraft();
    await expectDomainError(exports().link(BOB, id), "not-yours");
    const link = new URL(await exports().link(ADA, id));
    expect(link.pathname).to.equal(`/files/models/exports/${id}/dataset.zip`);
    expect(link.searchParams.get("name")).to.equal("Rex-the-dog.zip");
    const stored = await buffer(await house().modelBlobs.port.get(`exports/${id}/dataset.zip`));
    expect((await zipContents(stored)).size).to.equal(6);
    await exports().link(ADA, id);
    await house().service.library.delete(ADA, id);
    await expectDomainError(house().modelBlobs.port.get(`exports/${id}/dataset.zip`), "not-found");
  });

  it("says that the storage is away when a photo cannot be read", async () => {
    const { id } = await house().readyDraft();
    const archive = await exports().archive(ADA, id);
    house().datasetBlobs.fail("get", 1);
    await expectDomainError(buffer(archive.open()), "storage-failed");
    house().datasetBlobs.fail("get", 1);
    await expectDomainError(exports().link(ADA, id), "storage-failed");
  });
});
