import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { AdminLog } from "../../../../src/core/administration/admin-log.js";
import { Banning } from "../../../../src/core/administration/banning.js";
import type { Actor } from "../../../../src/core/training/model.js";
import { ADA, ADMIN, BOB, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { eventually } from "../../../support/eventually.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

describe("a ban", () => {
  const house = eachTestInAHouse();
  let banning: Banning;
  const begin = (adminIds = [ADMIN.userId]): Banning => {
    const { stores, clock, logger, service } = house();
    return new Banning({ ...stores, ...service, clock, logger, adminIds });
  };

  beforeEach(() => {
    banning = begin();
  });

  const statusOf = async (id: string) => (await house().stored(id)).status;

  it("stops what waits and what runs of the person, of nobody else, and tells them as a stop does", async () => {
    const running = await house().queued(ADA);
    await house().claim();
    const waiting = await house().queued(ADA);
    const draft = await house().readyDraft(ADA);
    const others = await house().queued(BOB);
    expect(await banning.ban(ADMIN, ADA.userId, "spam")).to.equal(2);
    for (const { id } of [running, waiting]) {
      expect(await statusOf(id)).to.equal("CANCELLED");
      expect((await house().stored(id)).notices.map(({ kind }) => kind)).to.deep.equal(["cancelled"]);
    }
    expect(await statusOf(draft.id)).to.equal("DRAFT");
    expect(await statusOf(others.id)).to.equal("QUEUED");
    expect(await banning.isBanned(ADA.userId)).to.equal(true);
    expect(await banning.isBanned(BOB.userId)).to.equal(false);
    expect(await banning.ban(ADMIN, ADA.userId), "again").to.equal(0);
    expect(await banning.unban(ADMIN, ADA.userId)).to.equal(true);
    expect(await banning.unban(ADMIN, ADA.userId)).to.equal(false);
    expect(await banning.isBanned(ADA.userId)).to.equal(false);
  });

  it("also stops a training that was on its way into the queue", async () => {
    house().events.subscribe((event) => banning.onEvent(event));
    const { id } = await house().readyDraft(ADA);
    await banning.ban(ADMIN, ADA.userId);
    await house().service.confirmation.confirm(ADA, id, TINY_TERMS);
    await eventually(async () => expect(await statusOf(id)).to.equal("CANCELLED"));
    const { id: free } = await house().queued(BOB);
    expect(await statusOf(free)).to.equal("QUEUED");
  });

  it("is an administrator's to give, never about an administrator, and stands in the log", async () => {
    const others: Actor = { userId: "telegram:77", isAdmin: true };
    for (const refused of [() => banning.ban(ADA, BOB.userId), () => banning.unban(ADA, BOB.userId)])
      await expectDomainError(refused(), "not-admin");
    await expectDomainError(banning.list(ADA), "not-admin");
    await expectDomainError(banning.ban(others, ADMIN.userId), "ban-admin");
    await banning.ban(ADMIN, BOB.userId, "spam");
    house().clock.time += 1000;
    await banning.unban(ADMIN, BOB.userId);
    const { stores, clock, logger } = house();
    const about = { admin: ADMIN.userId, person: BOB.userId };
    expect(await new AdminLog({ ...stores, clock, logger }).newest(9)).to.deep.equal([
      { deed: "unban", ...about, at: clock.now() },
      { deed: "ban", reason: "spam", ...about, at: clock.now() - 1000 },
    ]);
    await banning.ban(ADMIN, BOB.userId);
    expect(await begin([BOB.userId]).isBanned(BOB.userId), "became an administrator").to.equal(false);
  });

  it("outlives what was known of the person, and keeps their id alone", async () => {
    await house().queued(ADA);
    await banning.ban(ADMIN, ADA.userId, "a name that was theirs");
    await house().service.library.deleteEverything(ADA);
    expect(await banning.isBanned(ADA.userId)).to.equal(true);
    expect(await banning.list(ADMIN)).to.deep.equal([{ personId: ADA.userId, at: house().clock.now() }]);
  });
});
