import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { createStarting } from "../../../../src/core/training/starting.js";
import { ADA, BOB, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleUser } from "../../../support/stored-samples.js";

const HOUR_MS = 3600_000;

describe("how much a person may start", () => {
  const house = eachTestInAHouse();
  const starting = (limits: Parameters<typeof createStarting>[0]["limits"]) =>
    createStarting({ ...shared(), limits });
  const shared = () => {
    const { stores, records, outlook, events, clock, slots, service } = house();
    const { charging } = service;
    const parts = { stores, records, outlook, events, clock, charging, masks: false };
    return { ...parts, slots: () => Promise.resolve(slots) };
  };
  const draft = async (actor = ADA): Promise<string> => (await house().readyDraft(actor)).id;

  beforeEach(async () => {
    const { clock, stores } = house();
    await stores.users.remember(sampleUser({ id: ADA.userId, createdAt: clock.now() }));
    await stores.users.remember(sampleUser({ id: BOB.userId, createdAt: clock.now() - 24 * HOUR_MS }));
  });

  it("is little for a new account, for its first hours, and forgetting everything is no way around it", async () => {
    const { confirmation } = starting({ newAccounts: { hours: 24, trainings: 2 } });
    const first = await draft();
    await confirmation.confirm(ADA, first, TINY_TERMS);
    await confirmation.confirm(ADA, await draft(), TINY_TERMS);
    await confirmation.confirm(ADA, first, TINY_TERMS);
    house().clock.time += 3 * HOUR_MS;
    const third = await draft();
    const { params } = await expectDomainError(confirmation.confirm(ADA, third, TINY_TERMS), "new-account");
    expect(params).to.deep.equal({ max: 2, hours: 21 });
    expect((await house().stored(third)).status).to.equal("DRAFT");
    for (let trainings = 0; trainings < 3; trainings++)
      await confirmation.confirm(BOB, await draft(BOB), TINY_TERMS);

    await house().service.library.deleteEverything(ADA);
    const again = await draft();
    await expectDomainError(confirmation.confirm(ADA, again, TINY_TERMS), "new-account");
    house().clock.time += 21 * HOUR_MS;
    expect((await confirmation.confirm(ADA, again, TINY_TERMS)).status).to.equal("QUEUED");
  });

  it("leaves no note of an account that is new no more, once others come", async () => {
    const { confirmation } = starting({ newAccounts: { hours: 24, trainings: 2 } });
    const { keyValues } = house().stores;
    await confirmation.confirm(ADA, await draft(), TINY_TERMS);
    house().clock.time += 24 * HOUR_MS;
    expect((await keyValues.list("new-accounts", 9)).map(({ key }) => key)).to.deep.equal([ADA.userId]);
    await confirmation.confirm(
      { ...BOB, userId: "telegram:8" },
      await draft({ ...BOB, userId: "telegram:8" }),
      TINY_TERMS,
    );
    expect((await keyValues.list("new-accounts", 9)).map(({ key }) => key)).to.deep.equal(["telegram:8"]);
  });

  it("is counted once at two taps at once, and refused before it is queued", async () => {
    const { confirmation } = starting({ newAccounts: { hours: 24, trainings: 1 } });
    const [one, two] = [await draft(), await draft()];
    const started = await Promise.allSettled(
      [one, one, two, two].map((id) => confirmation.confirm(ADA, id, TINY_TERMS)),
    );
    expect(started.filter(({ status }) => status === "fulfilled")).to.have.lengthOf(2);
    const statuses = await Promise.all([one, two].map(async (id) => (await house().stored(id)).status));
    expect(statuses).to.have.members(["QUEUED", "DRAFT"]);
  });

  it("is bounded at once, waiting and running together, also for what is taken up again", async () => {
    const { confirmation, resumption } = starting({ atOnce: 2 });
    const { id: first } = await confirmation.confirm(ADA, await draft(), TINY_TERMS);
    await confirmation.confirm(ADA, await draft(), TINY_TERMS);
    await house().claim();
    const third = await draft();
    const { params } = await expectDomainError(
      confirmation.confirm(ADA, third, TINY_TERMS),
      "too-many-at-once",
    );
    expect(params).to.deep.equal({ max: 2 });
    await house().service.library.cancel(ADA, first);
    await confirmation.confirm(ADA, third, TINY_TERMS);
    await expectDomainError(resumption.resume(ADA, first), "too-many-at-once");
    await confirmation.confirm(BOB, await draft(BOB), TINY_TERMS);
  });
});
