import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { AdminLog } from "../../../../src/core/administration/admin-log.js";
import { Administration } from "../../../../src/core/administration/administration.js";
import { Pauses } from "../../../../src/core/administration/pauses.js";
import { ADA, ADMIN, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { faulty } from "../../../support/faulty.js";
import { sampleModel } from "../../../support/stored-samples.js";

describe("the log of administrators", () => {
  const house = eachTestInAHouse();
  let log: AdminLog;
  let administration: Administration;

  beforeEach(() => {
    const { stores, clock, logger } = house();
    log = new AdminLog({ ...stores, clock, logger });
    administration = new Administration({ ...stores, clock, logger });
  });

  const later = () => (house().clock.time += 1000);
  const deeds = async () => (await log.newest(50)).map(({ deed }) => deed);

  it("says who did what when, the newest first, and is read up to a bound, by administrators alone", async () => {
    await administration.pause(ADMIN);
    later();
    await administration.resume({ ...ADMIN, userId: "telegram:4" });
    const at = house().clock.now();
    expect(await administration.log(ADMIN, 10)).to.deep.equal([
      { deed: "resume", admin: "telegram:4", at },
      { deed: "pause", admin: ADMIN.userId, at: at - 1000 },
    ]);
    expect(await administration.log(ADMIN, 1)).to.have.lengthOf(1);
    await expectDomainError(administration.log(ADA, 10), "not-admin");
  });

  it("is written before the act: where it cannot be, nothing is done", async () => {
    const { stores, clock, logger } = house();
    const keyValues = faulty(stores.keyValues);
    const broken = new Administration({ ...stores, keyValues: keyValues.port, clock, logger });
    keyValues.fail("compareAndSet", 1);
    await expectDomainError(broken.pause(ADMIN), "storage-failed");
    expect(await new Pauses(stores.keyValues, clock).isPaused()).to.equal(false);
    keyValues.fail("write", 1);
    await expectDomainError(broken.pause(ADMIN), "storage-failed");
    expect(await deeds(), "a line of what was asked for and not done").to.deep.equal(["pause"]);
  });

  it("has what an administrator does with the trainings of others, and not what people do with their own", async () => {
    const { library, drafts, confirmation, resumption } = house().service;
    const { id } = await house().readyDraft(ADA);
    for (let looks = 0; looks < 3; looks++) await drafts.view(ADMIN, id);
    later();
    await drafts.setTriggerWord(ADMIN, id, "r4x");
    later();
    await confirmation.confirm(ADMIN, id, TINY_TERMS);
    later();
    await library.cancel(ADMIN, id);
    later();
    await resumption.resume(ADMIN, id);
    await library.cancel(ADA, id);
    later();
    await library.delete(ADMIN, id);
    const about = { admin: ADMIN.userId, person: ADA.userId, thing: id };
    for (const entry of await log.newest(50)) expect(entry).to.include(about);
    expect(await deeds()).to.deep.equal([
      "training-deleted",
      "training-resumed",
      "training-stopped",
      "training-started",
      "training-changed",
      "training-opened",
    ]);
    house().clock.time += 11 * 60_000;
    const { id: own } = await house().readyDraft(ADMIN);
    await library.delete(ADMIN, own);
    expect(await deeds()).to.have.lengthOf(6);
  });

  it("has looks at the models of others, once in ten minutes", async () => {
    const { id } = await house().stores.models.upsertByTraining(sampleModel({ ownerId: ADA.userId }));
    for (let looks = 0; looks < 3; looks++) await house().service.models.owned(ADMIN, id);
    expect(await deeds()).to.deep.equal(["model-opened"]);
    house().clock.time += 10 * 60_000;
    await house().service.models.owned(ADMIN, id);
    await house().service.models.owned(ADA, id);
    expect(await deeds()).to.deep.equal(["model-opened", "model-opened"]);
  });

  it("has one line of an act that is asked for again", async () => {
    const request = { id: "message-7", at: house().clock.now() };
    await log.write(ADMIN, { deed: "grant", person: ADA.userId, points: 5, reason: "sorry" }, request);
    later();
    await log.write(ADMIN, { deed: "grant", person: ADA.userId, points: 5, reason: "sorry" }, request);
    expect(await deeds()).to.deep.equal(["grant"]);
  });
});
