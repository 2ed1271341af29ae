import { expect } from "chai";
import { describe, it } from "mocha";
import type { FaceFinder } from "../../../../src/core/ports/face-finder.js";
import { adviseOn } from "../../../../src/core/training/advice.js";
import { FaceChecks } from "../../../../src/core/training/face-checks.js";
import { faceFaults } from "../../../../src/core/training/face-verdict.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleImage } from "../../../support/stored-samples.js";

describe("what faces tell against a photo of a person", () => {
  const codes = (faces?: readonly number[], approved = false) =>
    faceFaults(
      sampleImage("t", { ...(faces !== undefined && { faces }), ...(approved && { approved }) }),
    ).map(({ code }) => code);

  it("is nothing where there is one, where none were looked for, and where the person wants it", () => {
    expect(codes([0.97])).to.deep.equal([]);
    expect(codes([0.97, 0.49])).to.deep.equal([]);
    expect(codes()).to.deep.equal([]);
    expect([codes([], true), codes([0.9, 0.9], true)]).to.deep.equal([[], []]);
  });

  it("is that there is none, or more than one, and never both", () => {
    expect([codes([]), codes([0.29]), codes([0.3])]).to.deep.equal([["faceless"], ["faceless"], []]);
    expect([codes([0.9, 0.5]), codes([0.9, 0.8, 0.7, 0.6])]).to.deep.equal([["faces"], ["faces"]]);
  });
});

describe("looking for faces in a dataset", () => {
  const house = eachTestInAHouse();

  /** Sees what a photo's text says: "0.9 0.2". */
  const reader: FaceFinder = {
    find: (jpeg) => {
      const [, text = ""] = Buffer.from(jpeg).toString("utf8").split(":");
      return Promise.resolve(text.split(" ").filter(Boolean).map(Number));
    },
  };

  function checks(finder: FaceFinder | undefined = reader): FaceChecks {
    const { records, stores, datasetBlobs, images } = house();
    return new FaceChecks({ records, datasets: stores.datasets, blobs: datasetBlobs.port, images, finder });
  }

  async function draftWith(subject: string, photos: readonly string[]) {
    const { service } = house();
    const { id } = await service.drafts.start(ADA, "telegram:10");
    await service.drafts.setSubject(ADA, id, subject);
    const images = [];
    for (const photo of photos) images.push((await house().addPhoto(id, photo)).id);
    return { id, images };
  }

  it("keeps what was seen with each photo, where the card and the sheet find it", async () => {
    const { id, images } = await draftWith("person", ["0.9", "0.9 0.8", "0.1"]);
    expect(await checks().pending(ADA, id)).to.deep.equal(images);
    const faulty = [];
    for (const image of images) faulty.push(await checks().check(ADA, id, image));
    expect(faulty).to.deep.equal([false, true, true]);
    expect(await checks().pending(ADA, id)).to.deep.equal([]);
    const judged = await house().service.review.verdicts(ADA, id);
    expect(judged.map(({ faults }) => faults.map(({ code }) => code))).to.deep.equal([
      [],
      ["faces"],
      ["faceless"],
    ]);
    expect(adviseOn(judged).map(({ code }) => code)).to.have.members(["faces", "faceless"]);
    expect(await house().service.review.faultsOf(ADA, id, images[2]!)).to.have.length(1);
    await house().service.drafts.setSubject(ADA, id, "style");
    expect(await house().service.review.faultsOf(ADA, id, images[2]!)).to.deep.equal([]);
  });

  it("looks once, and not at all for what is no person, is gone or is somebody else's", async () => {
    const { id, images } = await draftWith("person", ["0.9", "0.1"]);
    await checks().check(ADA, id, images[1]!);
    const blind: FaceFinder = { find: () => Promise.reject(new Error("looked again")) };
    expect(await checks(blind).check(ADA, id, images[1]!)).to.equal(true);
    await house().service.datasets.removeImage(ADA, id, 1);
    expect(await checks(blind).check(ADA, id, images[0]!)).to.equal(false);
    const other = await draftWith("style", ["0.1"]);
    expect(await checks(blind).pending(ADA, other.id)).to.deep.equal([]);
    expect(await checks(blind).check(ADA, other.id, other.images[0]!)).to.equal(false);
    expect(await checks(blind).check(ADA, id, other.images[0]!)).to.equal(false);
    await expectDomainError(
      checks().check({ userId: "telegram:2", isAdmin: false }, id, images[1]!),
      "not-yours",
    );
  });

  it("leaves photos as they are where it is switched off", async () => {
    const { id, images } = await draftWith("person", ["0.1"]);
    const { faces } = house().service;
    expect(await faces.pending(ADA, id)).to.deep.equal([]);
    expect(await faces.check(ADA, id, images[0]!)).to.equal(false);
    expect((await house().stores.datasets.get(images[0]!))!.faces).to.equal(undefined);
  });
});
