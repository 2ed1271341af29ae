import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { AdminLog } from "../../../../src/core/administration/admin-log.js";
import { PointsOffice } from "../../../../src/core/administration/points-office.js";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { GiftCodes } from "../../../../src/core/points/gift-codes.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { TrainingRuns } from "../../../../src/core/points/training-runs.js";
import { ADA, ADMIN, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { sampleUser } from "../../../support/stored-samples.js";

describe("points in an administrator's hands", () => {
  const house = eachTestInAHouse();
  let office: PointsOffice;
  let codes: GiftCodes;
  let accounts: Accounts;
  let log: AdminLog;

  beforeEach(async () => {
    const { stores, clock, logger } = house();
    const store = stores.ledger;
    const pricing = { prices: {}, welcomePoints: 5 };
    accounts = new Accounts({ ledger: new Ledger(store, clock), store, pricing, clock });
    codes = new GiftCodes({ ...stores, accounts, clock });
    log = new AdminLog({ ...stores, clock, logger });
    const runs = new TrainingRuns(stores, () => undefined);
    office = new PointsOffice({ ...stores, accounts, codes, runs, log, pause: () => Promise.resolve() });
    await stores.users.remember(sampleUser({ id: ADA.userId }));
  });

  const request = () => ({ id: "900/17/1", at: house().clock.now() });
  const sorry = { personId: ADA.userId, points: 50, reason: "sorry" };

  it("are given once, however often the order comes, and stand in the log once", async () => {
    const order = request();
    expect(await office.grant(ADMIN, sorry, order)).to.equal(55);
    house().clock.time += 5000;
    expect(await office.grant(ADMIN, sorry, order)).to.equal(55);
    expect(await office.grant(ADMIN, sorry, { ...order, id: "900/18/1" })).to.equal(105);
    expect((await log.newest(9)).map(({ deed, person, points }) => [deed, person, points])).to.deep.equal([
      ["grant", ADA.userId, 50],
      ["grant", ADA.userId, 50],
    ]);
  });

  it("become gift codes, which are kept nowhere as they are typed", async () => {
    const { code, expiresAt } = await office.makeGift(ADMIN, 30, 7);
    expect(expiresAt - house().clock.now()).to.equal(7 * 24 * 3600_000);
    expect((await codes.redeem(BOB, code)).available).to.equal(35);
    for (const kind of ["keyValues", "postings"] as const) {
      const kept = JSON.stringify(await house().stores.archive.page(kind, undefined, 100));
      expect(kept).to.contain("30").and.not.to.contain(code);
    }
    expect((await log.newest(9)).map(({ deed, points }) => [deed, points])).to.deep.equal([
      ["gift-made", 30],
    ]);
  });

  it("are an administrator's to give, to a person who is known, in a number that makes sense", async () => {
    await expectDomainError(office.makeGift(ADA, 1, 1), "not-admin");
    await expectDomainError(office.grant(ADA, sorry, request()), "not-admin");
    await expectDomainError(office.checkBooks(ADA), "not-admin");
    await expectDomainError(
      office.grant(ADMIN, { ...sorry, personId: BOB.userId }, request()),
      "person-unknown",
    );
    for (const points of [0, -1, 1.5, 1_000_001, Number.NaN]) {
      await expectDomainError(office.makeGift(ADMIN, points, 1), "amount-out-of-range");
      await expectDomainError(office.grant(ADMIN, { ...sorry, points }, request()), "amount-out-of-range");
    }
    await expectDomainError(office.makeGift(ADMIN, 1, 366), "amount-out-of-range");
    expect(await log.newest(9), "refused before anything was done").to.deep.equal([]);
  });

  it("are proven", async () => {
    await office.grant(ADMIN, sorry, request());
    const { differences, ...counts } = await office.checkBooks(ADMIN);
    expect(counts).to.deep.equal({ persons: 1, postings: 2, points: 55, held: 0 });
    expect(differences).to.deep.equal([]);
  });
});
