import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Charges } from "../../../../src/core/points/charges.js";
import { OFFERS, type Order } from "../../../../src/core/points/offers.js";
import { readPacks } from "../../../../src/core/points/packs.js";
import { RefundOutbox } from "../../../../src/core/points/refund-outbox.js";
import { eventually } from "../../../support/eventually.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { randomFrom } from "../../../support/random.js";
import { RecordingLogger } from "../../../support/recording-logger.js";
import { REQUEST, ROOT, StarHouse } from "../../../support/star-house.js";
import { Unsteady } from "../../../support/unsteady.js";

const ADA = "telegram:5472638766";
const BOB = "telegram:2";
const DAY_MS = 24 * 3_600_000;

describe("points for Stars", () => {
  let house: StarHouse;
  beforeEach(() => {
    house = new StarHouse(new Unsteady(randomFrom(1), 0));
  });
  const order = (payload: string, changes: Partial<Order> = {}): Order => ({
    personId: ADA,
    payload,
    currency: "XTR",
    stars: 10,
    ...changes,
  });
  const pay = (payload: string, chargeId = "stx1", changes: Partial<Order> = {}) => {
    const payment = { ...order(payload, changes), chargeId };
    house.desk.payments.set(chargeId, payment);
    return house.shop.purchases.paid(payment);
  };
  const balance = async (personId = ADA) => (await house.ledger.balance(personId)).available;
  const refusal = async (payload: string, changes: Partial<Order> = {}) =>
    house.shop.offers.refusal(order(payload, changes));

  it("are offered by a payload that fits an invoice, the same for as long as nobody has bought it", async () => {
    const payload = await house.offer(ADA, 100);
    expect(payload).to.match(/^telegram:5472638766\/100\/\w+$/);
    expect(Buffer.byteLength(payload)).to.be.at.most(128);
    house.clock.time += DAY_MS - 1;
    expect(await house.offer(ADA, 100)).to.equal(payload);
    house.clock.time += DAY_MS - 1;
    expect(await refusal(payload)).to.equal(undefined);
    await pay(payload);
    const next = await house.offer(ADA, 100);
    expect(next).not.to.equal(payload);
    expect(await refusal(payload)).to.equal("offer-unknown");
    await expectDomainError(house.offer(ADA, 99), "offer-unknown");
  });

  it("are refused before they are paid, with the reason", async () => {
    const payload = await house.offer(ADA, 100);
    expect(await refusal(payload)).to.equal(undefined);
    expect(await refusal(payload, { personId: BOB })).to.equal("offer-not-yours");
    expect(await refusal(payload, { stars: 9 })).to.equal("offer-amount");
    expect(await refusal(payload, { currency: "EUR" })).to.equal("offer-amount");
    for (const unknown of ["", "x", `${payload}x`, `${ADA}/40/n`])
      expect(await refusal(unknown)).to.equal("offer-unknown");
    house.banned.add(ADA);
    expect(await refusal(payload)).to.equal("buyer-refused");
    await expectDomainError(house.offer(ADA, 100), "buyer-refused");
    house.banned.clear();
    house.clock.time += DAY_MS + 1;
    expect(await refusal(payload)).to.equal("offer-expired");
    // Telegram had asked in time.
    expect(await pay(payload)).to.deep.equal({ kind: "credited", points: 100, balance: 100, isNew: true });
    expect(await refusal(payload)).to.equal("offer-bought");
  });

  it("are credited once for each charge, and an offer is sold once", async () => {
    const payload = await house.offer(ADA, 100);
    await pay(payload);
    expect(await pay(payload)).to.deep.equal({ kind: "credited", points: 100, balance: 100, isNew: false });
    expect(await pay(payload, "stx2")).to.deep.equal({
      kind: "refused",
      refusal: "offer-bought",
      isNew: true,
    });
    await house.settle();
    expect([...house.desk.refunded]).to.deep.equal(["stx2"]);
    expect(await pay(payload, "stx2")).to.deep.equal({ kind: "refunded", isNew: false });
    expect(await house.debts()).to.deep.equal([]);
    expect(await balance()).to.equal(100);
  });

  it("are not credited to a banned person, nor for a wrong amount, nor for what is forgotten: Stars go back", async () => {
    const payload = await house.offer(ADA, 100);
    house.banned.add(ADA);
    expect(await pay(payload, "stx1")).to.include({ refusal: "buyer-refused" });
    house.banned.clear();
    expect(await pay(payload, "stx1"), "a decision stays").to.include({ refusal: "buyer-refused" });
    expect(await pay(payload, "stx2", { stars: 1 })).to.include({ refusal: "offer-amount" });
    expect(await pay(payload, "stx3", { personId: BOB })).to.include({ refusal: "offer-not-yours" });
    await house.keyValues.deleteAll(OFFERS, `${ADA}/`);
    expect(await pay(payload, "stx4")).to.include({ refusal: "offer-unknown" });
    await house.settle();
    expect([...house.desk.refunded]).to.have.members(["stx1", "stx2", "stx3", "stx4"]);
    expect([await balance(), await balance(BOB)]).to.deep.equal([0, 0]);
  });

  it("are paid back by administrators alone, the points first, while they are there", async () => {
    await pay(await house.offer(ADA, 100));
    const { refunds } = house.shop;
    await expectDomainError(refunds.refund({ userId: ADA, isAdmin: false }, "stx1", REQUEST), "not-admin");
    await expectDomainError(refunds.refund(ROOT, "stx9", REQUEST), "charge-unknown");
    const hold = { id: "t1/1", personId: ADA, trainingId: "t1" };
    await house.ledger.hold(hold, 1);
    await expectDomainError(refunds.refund(ROOT, "stx1", REQUEST), "points-short");
    await house.settle();
    house.clock.time += DAY_MS;
    await house.settle();
    expect([...house.desk.refunded]).to.deep.equal([]);
    expect(await house.debts()).to.deep.equal([]);
    await house.ledger.settle(hold, 0);
    const done = { personId: ADA, points: 100, stars: 10 };
    expect(await refunds.refund(ROOT, "stx1", REQUEST)).to.deep.equal(done);
    expect(await balance()).to.equal(0);
    expect(await refunds.refund(ROOT, "stx1", REQUEST), "asked for again").to.deep.equal(done);
    await house.settle();
    expect([...house.desk.refunded]).to.deep.equal(["stx1"]);
  });

  it("go when Telegram gave the Stars back, also when they are spent first, or were not credited yet", async () => {
    const { purchases } = house.shop;
    const of = { personId: ADA, stars: 10 };
    await pay(await house.offer(ADA, 100));
    const hold = { id: "t1/1", personId: ADA, trainingId: "t1" };
    await house.ledger.hold(hold, 60);
    expect(await purchases.refunded("stx1", of)).to.deep.equal({ points: 100, gone: false });
    await house.settle();
    expect(await balance()).to.equal(40);
    await house.ledger.settle(hold, 0);
    await house.settle();
    expect(await balance()).to.equal(0);
    expect(await purchases.refunded("stx1", of)).to.deep.equal({ points: 100, gone: true });
    // Decided, and cut off before it was credited.
    await new Charges(house.keyValues).decide("stx2", { ...of, decision: "credit", points: 100 });
    expect(await purchases.refunded("stx2", of)).to.deep.equal({ points: 100, gone: true });
    // Told of behind its refund.
    expect(await purchases.refunded("stx3", of)).to.equal(undefined);
    expect(await pay(await house.offer(ADA, 100), "stx3")).to.deep.equal({ kind: "refunded", isNew: false });
    expect(await balance()).to.equal(0);
  });

  it("are paid back until it has worked", async () => {
    const { clock, desk, shop } = house;
    const logger = new RecordingLogger();
    const outbox = new RefundOutbox({ ...shop, desk, clock, logger });
    outbox.start();
    try {
      await shop.refunds.giveBack("stx1", { personId: ADA, stars: 10, decision: "refund" });
      await eventually(() => expect(logger.entries.map(({ level }) => level)).to.deep.equal(["error"]));
      desk.payments.set("stx1", { ...order("x"), chargeId: "stx1" });
      clock.time += 15_001;
      await shop.refunds.giveBack("stx2", { personId: BOB, stars: 10, decision: "refund" });
      await eventually(() => expect([...desk.refunded]).to.deep.equal(["stx1"]));
    } finally {
      await outbox.stop();
    }
  });
});

describe("the packs of a configuration", () => {
  it("are read with their points and Stars", () => {
    expect(readPacks(" 100=90 , 550 = 500")).to.deep.equal([
      { points: 100, stars: 90 },
      { points: 550, stars: 500 },
    ]);
  });

  for (const wrong of [
    "",
    "100",
    "0=1",
    "1=0",
    "1.5=1",
    "-1=1",
    "1=1,1=2",
    "1=100001",
    "1000001=1",
    "1=1,",
    "1=1;2=2",
  ])
    it(`are refused as ${JSON.stringify(wrong)}`, () => {
      expect(readPacks(wrong)).to.equal(undefined);
    });

  it("are eight at most", () => {
    const packs = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}=1`).join();
    expect(readPacks(packs(8))).to.have.lengthOf(8);
    expect(readPacks(packs(9))).to.equal(undefined);
  });
});
