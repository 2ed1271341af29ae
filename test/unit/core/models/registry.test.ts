import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, ADMIN, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleModel } from "../../../support/stored-samples.js";

describe("the registry of models", () => {
  const house = eachTestInAHouse();
  const keep = (ownerId: string, createdAt: number) =>
    house().stores.models.upsertByTraining(sampleModel({ ownerId, createdAt }));

  it("lists the actor's own, newest first, page by page", async () => {
    const [first, second] = [await keep(ADA.userId, 1), await keep(ADA.userId, 2)];
    const others = await keep(BOB.userId, 3);
    const { models } = house().service;
    expect(await models.list(ADA, { limit: 10 })).to.deep.equal([second, first]);
    expect(await models.list(ADA, { limit: 1, offset: 1 })).to.deep.equal([first]);
    expect(await models.list(BOB, { limit: 10 })).to.deep.equal([others]);
    expect(await models.list(ADMIN, { limit: 10 })).to.deep.equal([]);
  });

  it("gives a model to its owner and to an admin, and to nobody else", async () => {
    const model = await keep(ADA.userId, 1);
    const { models } = house().service;
    expect(await models.owned(ADA, model.id)).to.deep.equal(model);
    expect(await models.owned(ADMIN, model.id)).to.deep.equal(model);
    await expectDomainError(models.owned(BOB, model.id), "not-yours");
    await expectDomainError(models.owned(ADA, "nothing"), "not-found");
  });

  it("makes a link to each file, good for a week, under the file's name", async () => {
    const file = {
      blobKey: "t1/high.safetensors",
      fileName: "Рекс.safetensors",
      bytes: 5,
      sha256: "ab",
      role: "high",
    };
    const model = sampleModel({ files: [file, { ...file, blobKey: "t1/low.safetensors", role: "low" }] });
    const links = await house().service.models.links(model);
    expect(links.map(({ role }) => role)).to.deep.equal(["high", "low"]);
    const { url, ...rest } = links[0]!;
    expect(rest).to.deep.equal({ fileName: file.fileName, role: "high", bytes: 5, sha256: "ab" });
    const { pathname, searchParams } = new URL(url);
    expect(pathname).to.equal("/files/models/t1/high.safetensors");
    expect(searchParams.get("name")).to.equal("Рекс.safetensors");
    expect(Number(searchParams.get("expires")) * 1000 - Date.UTC(2030, 0, 1)).to.equal(7 * 24 * 3600 * 1000);
  });
});
