import { expect } from "chai";
import { describe, it } from "mocha";
import type { TrainedModel } from "../../../../src/core/training/model.js";
import { ADA, ADMIN, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleModel, sampleTraining } from "../../../support/stored-samples.js";

describe("sharing a model", () => {
  const house = eachTestInAHouse();
  const sharing = () => house().service.sharing;
  const adas = (changes: Partial<TrainedModel> = {}) =>
    house().stores.models.upsertByTraining(sampleModel({ ownerId: ADA.userId, ...changes }));
  /** Everything that is kept in the namespaces of shares, as text. */
  const kept = async (): Promise<string> => {
    const namespaces = ["model-shares", "model-share-tokens", "received-models"];
    return JSON.stringify(
      await Promise.all(namespaces.map((name) => house().stores.keyValues.list(name, 100))),
    );
  };

  it("gives a link that nobody guesses, the same one at every tap, also at two at once", async () => {
    const model = await adas();
    expect(await sharing().tokenOf(ADA, model.id)).to.equal(undefined);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => sharing().share(ADA, model.id)));
    expect(new Set(tokens).size).to.equal(1);
    expect(tokens[0]).to.match(/^[A-Za-z0-9_-]{22}$/);
    expect(await sharing().tokenOf(ADA, model.id)).to.equal(tokens[0]);
    expect(await sharing().share(ADA, (await adas()).id)).not.to.equal(tokens[0]);
    // Those that came second leave nothing behind.
    expect(await house().stores.keyValues.list("model-shares", 10)).to.have.lengthOf(2);
  });

  it("is the owner's alone: refused to others, and to an administrator", async () => {
    const model = await adas();
    await sharing().share(ADA, model.id);
    for (const actor of [BOB, ADMIN]) {
      await expectDomainError(sharing().share(actor, model.id), "not-yours");
      await expectDomainError(sharing().tokenOf(actor, model.id), "not-yours");
      await expectDomainError(sharing().end(actor, model.id), "not-yours");
    }
    await expectDomainError(sharing().share(ADA, "nothing"), "not-found");
  });

  it("shows the model to who has the link, and it is theirs once they accept it", async () => {
    const model = await adas({ name: "Rex" });
    const token = await sharing().share(ADA, model.id);
    await expectDomainError(sharing().receivedModel(BOB, token), "share-ended");
    expect(await sharing().offer(BOB, token)).to.deep.equal({ model, taken: false });
    expect(await sharing().received(BOB)).to.deep.equal([]);
    expect(await sharing().accept(BOB, token)).to.deep.equal({ model, taken: false });
    expect(await sharing().accept(BOB, token)).to.deep.equal({ model, taken: true });
    expect(await sharing().offer(BOB, token)).to.deep.equal({ model, taken: true });
    expect(await sharing().received(BOB)).to.deep.equal([{ token, model }]);
    expect(await sharing().receivedModel(BOB, token)).to.deep.equal(model);
  });

  it("takes a model once, though it is accepted on two devices at the same time", async () => {
    const token = await sharing().share(ADA, (await adas()).id);
    await Promise.all(Array.from({ length: 5 }, () => sharing().accept(BOB, token)));
    expect(await sharing().received(BOB)).to.have.lengthOf(1);
  });

  it("lists the latest first, and takes a model off the list when asked to", async () => {
    const tokens: string[] = [];
    for (let count = 0; count < 3; count++) {
      const token = await sharing().share(ADA, (await adas()).id);
      await sharing().accept(BOB, token);
      tokens.unshift(token);
    }
    expect((await sharing().received(BOB)).map(({ token }) => token)).to.deep.equal(tokens);
    await sharing().leave(BOB, tokens[1]!);
    await sharing().leave(BOB, tokens[1]!);
    expect((await sharing().received(BOB)).map(({ token }) => token)).to.deep.equal([tokens[0], tokens[2]]);
    expect((await sharing().accept(BOB, tokens[1]!)).taken).to.equal(false);
  });

  it("refuses one's own link, unknown ones, and more than can be looked through", async () => {
    const token = await sharing().share(ADA, (await adas()).id);
    await expectDomainError(sharing().offer(ADA, token), "share-own");
    await expectDomainError(sharing().accept(ADA, token), "share-own");
    for (const unknown of ["", "A".repeat(22), token.slice(1), `${token}A`, "__proto__", `${ADA.userId}/`]) {
      await expectDomainError(sharing().offer(BOB, unknown), "share-ended");
      await expectDomainError(sharing().accept(BOB, unknown), "share-ended");
    }
    for (let count = 0; count < 50; count++)
      await sharing().accept(BOB, await sharing().share(ADA, (await adas()).id));
    const error = await expectDomainError(sharing().accept(BOB, token), "too-many-shared");
    expect(error.params).to.deep.equal({ max: 50 });
    // An ended one leaves its place to another.
    const [first] = await sharing().received(BOB);
    await sharing().end(ADA, first!.model.id);
    await sharing().accept(BOB, token);
  });

  it("ends for all who took it, and a new link brings it back to none of them", async () => {
    const model = await adas();
    const token = await sharing().share(ADA, model.id);
    await sharing().accept(BOB, token);
    expect(await sharing().end(ADA, model.id)).to.equal(true);
    expect(await sharing().end(ADA, model.id)).to.equal(false);
    await expectDomainError(sharing().offer(BOB, token), "share-ended");
    await expectDomainError(sharing().receivedModel(BOB, token), "share-ended");
    expect(await sharing().share(ADA, model.id)).not.to.equal(token);
    expect(await sharing().received(BOB)).to.deep.equal([]);
    expect(await kept()).not.to.contain(token);
  });

  it("ends when the training of the model is deleted", async () => {
    const model = await adas();
    const training = sampleTraining({ id: model.trainingId, status: "COMPLETED", modelId: model.id });
    await house().stores.trainings.insert(training);
    const token = await sharing().share(ADA, model.id);
    await sharing().accept(BOB, token);
    await house().service.library.delete(ADA, training.id);
    expect(await sharing().received(BOB)).to.deep.equal([]);
    await expectDomainError(sharing().offer(BOB, token), "share-ended");
  });

  it("leaves nothing of its owner when they are forgotten, and nothing of who took it when they are", async () => {
    const model = await adas();
    const token = await sharing().share(ADA, model.id);
    await sharing().accept(BOB, token);
    expect(await house().service.library.deleteEverything(BOB)).to.include({ received: 1, links: 0 });
    expect(await kept()).not.to.contain(BOB.userId);
    expect(await sharing().tokenOf(ADA, model.id)).to.equal(token);

    await sharing().accept(BOB, token);
    expect(await house().service.library.deleteEverything(ADA)).to.include({ models: 1, links: 1 });
    expect(await kept())
      .not.to.contain(ADA.userId)
      .and.not.to.contain(model.id);
    expect(await sharing().received(BOB)).to.deep.equal([]);
    expect(await kept()).not.to.contain(token);
  });
});
