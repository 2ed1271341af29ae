import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, ADMIN, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleTraining } from "../../../support/stored-samples.js";

describe("the names of a person's trainings", () => {
  const house = eachTestInAHouse();
  const drafts = () => house().service.drafts;
  const library = () => house().service.library;
  const named = async (name: string, actor = ADA) => {
    const { id } = await drafts().start(actor, "telegram:10");
    return drafts().setName(actor, id, name);
  };

  it("are given once, however they are written, with a free one proposed", async () => {
    await named("Anna");
    await named("STRAẞE Σ");
    await named("Ame\u0301lie");
    const { id } = await drafts().start(ADA, "telegram:10");
    for (const [wish, free] of [
      ["anna", "anna 2"],
      [" ANNA\u200b ", "ANNA\u200b 2"],
      ["Ａnna", "Ａnna 2"],
      ["strasse ς", "strasse ς 2"],
      ["amélie", "amélie 2"],
    ] as const) {
      const { params } = await expectDomainError(drafts().setName(ADA, id, wish), "name-taken");
      expect(params["free"]).to.equal(free);
    }
    expect((await house().stored(id)).name).to.equal(undefined);
    await drafts().setName(ADA, id, "Anna Maria");
  });

  it("are proposed with the first number that is free, within the bound", async () => {
    await named("Anna");
    await named("anna 2");
    await named("x".repeat(60));
    const { id } = await drafts().start(ADA, "telegram:10");
    const free = async (wish: string) =>
      (await expectDomainError(drafts().setName(ADA, id, wish), "name-taken")).params["free"];
    expect(await free("Anna")).to.equal("Anna 3");
    expect(await free("Anna 2")).to.equal("Anna 3");
    expect(await free("x".repeat(60))).to.equal(`${"x".repeat(58)} 2`);
  });

  it("are each person's own", async () => {
    await named("Anna");
    expect((await named("Anna", BOB)).name).to.equal("Anna");
    const { id } = await drafts().start(BOB, "telegram:10");
    await expectDomainError(drafts().setName(ADMIN, id, "Anna"), "name-taken");
  });

  it("may be given again to the same training, also written another way, and once they are free", async () => {
    const { id } = await named("Anna");
    expect((await drafts().setName(ADA, id, "ANNA")).name).to.equal("ANNA");
    await drafts().setName(ADA, id, "Berta");
    const other = await named("Anna");
    await library().delete(ADA, other.id);
    await named("Anna");
  });

  it("are held to by renaming", async () => {
    await named("Anna");
    const { id } = await named("Berta");
    const { params } = await expectDomainError(library().rename(ADA, id, "anna"), "name-taken");
    expect(params).to.deep.equal({ name: "anna", free: "anna 2" });
    expect((await library().rename(ADA, id, "anna 2")).name).to.equal("anna 2");
  });

  it("stay where they were shared before, and can be written anew", async () => {
    for (const id of ["old1", "old2"])
      await house().stores.trainings.insert(sampleTraining({ id, name: "Rex", ownerId: ADA.userId }));
    expect((await drafts().setName(ADA, "old1", "rex")).name).to.equal("rex");
    expect((await library().rename(ADA, "old2", "REX")).name).to.equal("REX");
    const { id } = await drafts().start(ADA, "telegram:10");
    await expectDomainError(drafts().setName(ADA, id, "Rex"), "name-taken");
  });

  it("are not given twice when two ask at once: the later one gets its own back", async () => {
    const first = await drafts().start(ADA, "telegram:10");
    const second = await named("Berta");
    let isFirst = true;
    house().trainings.before("save", async () => {
      if (!isFirst) return;
      isFirst = false;
      await drafts().setName(ADA, first.id, "Anna");
    });
    const { params } = await expectDomainError(drafts().setName(ADA, second.id, "Anna"), "name-taken");
    expect(params["free"]).to.equal("Anna 2");
    expect((await house().stored(second.id)).name).to.equal("Berta");
    expect((await house().stored(first.id)).name).to.equal("Anna");
  });

  it("are never given twice, whatever the order of two who ask at once", async () => {
    const ids = [
      (await drafts().start(ADA, "telegram:10")).id,
      (await drafts().start(ADA, "telegram:11")).id,
    ];
    await Promise.allSettled(ids.map((id) => drafts().setName(ADA, id, "Anna")));
    const names = await house().stores.trainings.names(ADA.userId);
    expect(names.length).to.be.at.most(1);
  });
});
