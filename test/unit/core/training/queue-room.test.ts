import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, ADMIN, BOB, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

const MAX_QUEUED = 20;

describe("room in the queue", () => {
  const house = eachTestInAHouse();

  it("is bounded for each person: the draft stays, and is started when one of the others has begun", async () => {
    const { confirmation, resumption, library, drafts } = house().service;
    const stopped = await house().queued();
    await library.cancel(ADA, stopped.id);
    for (let count = 0; count < MAX_QUEUED; count++) await house().queued();
    const { id } = await house().readyDraft();
    const error = await expectDomainError(confirmation.confirm(ADA, id, TINY_TERMS), "too-many-queued");
    expect(error.params).to.deep.equal({ max: MAX_QUEUED });
    expect((await drafts.view(ADA, id)).step).to.equal("confirming");
    await expectDomainError(resumption.resume(ADA, stopped.id), "too-many-queued");
    await expectDomainError(resumption.resume(ADMIN, stopped.id), "too-many-queued");
    await house().queued(BOB);

    await house().claim();
    expect((await confirmation.confirm(ADA, id, TINY_TERMS)).status).to.equal("QUEUED");
    expect((await confirmation.confirm(ADA, id, TINY_TERMS)).status, "once more").to.equal("QUEUED");
  });
});
