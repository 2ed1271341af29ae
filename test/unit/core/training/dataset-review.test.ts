import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

describe("the review of a dataset", () => {
  const house = eachTestInAHouse();

  async function draftWith(photos: readonly string[]): Promise<string> {
    const { images, service } = house();
    images.quality = (text) => ({
      sharpness: text.startsWith("soft") ? 3 : 900,
      shadows: 0,
      lights: 255,
      fingerprint: "",
    });
    const { id } = await service.drafts.start(ADA, "telegram:10");
    await service.drafts.setRecipe(ADA, id, "tiny-sdxl");
    for (const photo of photos) await house().addPhoto(id, photo);
    return id;
  }

  const numbers = async (id: string) =>
    (await house().service.datasets.list(ADA, id)).map(({ position }) => position);

  it("finds the faults of what was stored, until they are approved", async () => {
    const id = await draftWith(["good 1", "soft 2"]);
    const { review } = house().service;
    const judged = await review.verdicts(ADA, id);
    expect(judged.map(({ faults }) => faults.map(({ code }) => code))).to.deep.equal([[], ["blurred"]]);
    const soft = judged[1]!.image;
    expect(await review.faultsOf(ADA, id, soft.id)).to.have.length(1);
    expect([await review.keep(ADA, id, 2), await review.keep(ADA, id, 2)]).to.deep.equal([true, true]);
    expect(await review.faultsOf(ADA, id, soft.id)).to.deep.equal([]);
    await house().service.datasets.removeImage(ADA, id, 2);
    expect(await review.keep(ADA, id, 2)).to.equal(false);
    expect(await review.faultsOf(ADA, id, soft.id)).to.deep.equal([]);
  });

  it("removes all that are named or none", async () => {
    const id = await draftWith(["1", "2", "3", "4", "5"]);
    const { review } = house().service;
    const wrong = await expectDomainError(
      review.remove(ADA, id, [
        { from: 2, to: 2 },
        { from: 4, to: 6 },
      ]),
      "number-missing",
    );
    expect(wrong.params).to.deep.equal({ number: "4–6", last: 5 });
    expect(await numbers(id)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(await review.remove(ADA, id, [{ from: 2, to: 4 }])).to.deep.equal([2, 3, 4]);
    expect(await numbers(id)).to.deep.equal([1, 5]);
  });

  it("goes on where a request was broken off", async () => {
    const id = await draftWith(["1", "2", "3"]);
    const { review, datasets } = house().service;
    await datasets.removeImage(ADA, id, 1);
    await expectDomainError(
      review.remove(ADA, id, [
        { from: 1, to: 1 },
        { from: 2, to: 2 },
      ]),
      "number-missing",
    );
    expect(
      await review.remove(
        ADA,
        id,
        [
          { from: 1, to: 1 },
          { from: 2, to: 2 },
        ],
        true,
      ),
    ).to.deep.equal([2]);
  });

  it("shows a hundred a page, each by its number, those with faults marked", async function () {
    this.timeout(60_000);
    const id = await draftWith(
      Array.from({ length: 100 }, (_, index) => `${index === 6 ? "soft" : "good"} ${index + 1}`),
    );
    const { review, datasets } = house().service;
    await datasets.removeImage(ADA, id, 2);
    const sheet = await review.sheet(ADA, id, 7);
    expect(sheet).to.include({ page: 1, pages: 1, first: 1, last: 100, marked: 1 });
    const lines = Buffer.from(sheet.jpeg).toString().split("\n");
    expect(lines).to.have.length(99);
    expect(lines.slice(0, 2)).to.deep.equal(["1 good 1", "3 good 3"]);
    expect(lines[5]).to.equal("7! soft 7");
  });

  it("is for the owner alone", async () => {
    const id = await draftWith(["1", "2"]);
    const { review } = house().service;
    for (const act of [
      () => review.verdicts(BOB, id),
      () => review.keep(BOB, id, 1),
      () => review.remove(BOB, id, [{ from: 1, to: 1 }]),
      () => review.sheet(BOB, id, 1),
    ]) {
      await expectDomainError(act(), "not-yours");
    }
    expect(await numbers(id)).to.deep.equal([1, 2]);
    const empty = await draftWith([]);
    await expectDomainError(review.sheet(ADA, empty, 1), "number-missing");
  });
});
