import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { audit } from "../../../../src/core/points/audit.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import type { Posting } from "../../../../src/core/points/posting.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { Unsteady } from "../../../support/unsteady.js";
import { randomFrom } from "../../../support/random.js";

const ADA = "telegram:5472638766";

describe("the ledger", () => {
  let store: MemoryLedger;
  let ledger: Ledger;
  beforeEach(async () => {
    store = new MemoryLedger(new Unsteady(randomFrom(1), 0));
    ledger = new Ledger(store, new ManualClock());
    await ledger.purchase({ id: "charge-1", personId: ADA, points: 100, about: { stars: 250 } });
  });
  const hold = (id: string, trainingId = "t1") => ({ id, personId: ADA, trainingId });
  const faults = async () => (await audit(store)).faults;

  it("credits a purchase once, however often it is told of", async () => {
    const again = { id: "charge-1", personId: ADA, points: 100, about: { stars: 250 } };
    expect(await ledger.purchase(again)).to.deep.equal(store.postings[0]);
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 100, held: 0 });
    expect(await ledger.balance("telegram:2")).to.deep.equal({ available: 0, held: 0 });
  });

  it("holds the price of a training, and charges what it cost", async () => {
    await ledger.hold(hold("t1/1"), 60);
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 40, held: 60 });
    expect(await ledger.held(hold("t1/1"))).to.equal(60);
    await ledger.settle(hold("t1/1"), 45, 5);
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 55, held: 0 });
    expect(await ledger.held(hold("t1/1"))).to.equal(0);
    const { common, open } = await audit(store);
    expect(common).to.deep.equal({ stars: -100, gifts: 0, revenue: 40, rewards: 5 });
    expect([...open]).to.deep.equal([]);
  });

  it("settles a hold once: what comes second changes nothing", async () => {
    await ledger.hold(hold("t1/1"), 60);
    await ledger.settle(hold("t1/1"), 0);
    await ledger.settle(hold("t1/1"), 60);
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 100, held: 0 });
  });

  it("refuses a hold that the balance is too small for, and says both", async () => {
    await ledger.hold(hold("t1/1"), 60);
    const { params } = await expectDomainError(ledger.hold(hold("t2/1"), 41), "points-short");
    expect(params).to.deep.equal({ price: 41, balance: 40 });
    await ledger.hold(hold("t2/1"), 40);
    expect(await faults()).to.deep.equal([]);
  });

  it("gives a hold that is there as it is, also when the price has changed", async () => {
    await ledger.hold(hold("t1/1"), 60);
    expect((await ledger.hold(hold("t1/1"), 70)).lines.held).to.equal(60);
  });

  it("settles what never was held, and takes no such hold any more", async () => {
    await ledger.settle(hold("t1/1"), 0);
    await expectDomainError(ledger.hold(hold("t1/1"), 10), "hold-settled");
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 100, held: 0 });
    expect(await faults()).to.deep.equal([]);
  });

  it("charges no more than is held", async () => {
    await ledger.hold(hold("t1/1"), 10);
    for (const [charge, rewards] of [
      [11, 0],
      [-1, 0],
      [1.5, 0],
      [Number.NaN, 0],
      [5, 6],
    ] as const) {
      const error = await ledger.settle(hold("t1/1"), charge, rewards).catch((thrown: unknown) => thrown);
      expect(error, `${charge} ${rewards}`).to.be.an("error");
    }
    expect(await ledger.held(hold("t1/1"))).to.equal(10);
  });

  it("pays a purchase back whole, while the points are there, and once", async () => {
    const reversal = { id: "charge-1", personId: ADA, about: { by: "telegram:9" } };
    await ledger.hold(hold("t1/1"), 1);
    await expectDomainError(ledger.refundPurchase(reversal), "points-short");
    await ledger.settle(hold("t1/1"), 0);
    await ledger.refundPurchase(reversal);
    await ledger.refundPurchase(reversal);
    expect(await ledger.balance(ADA)).to.deep.equal({ available: 0, held: 0 });
    await expectDomainError(ledger.refundPurchase({ ...reversal, id: "charge-2" }), "not-found");
    const other = { ...reversal, personId: "telegram:2" };
    expect(await ledger.refundPurchase(other).catch((thrown: unknown) => thrown)).to.be.an("error");
  });

  it("does not take one event for two persons'", async () => {
    const other = { id: "charge-1", personId: "telegram:2", points: 100, about: {} };
    expect(await ledger.purchase(other).catch((thrown: unknown) => thrown)).to.be.an("error");
  });
});

describe("an audit of the books", () => {
  const right: Posting = {
    id: "purchase/c1",
    personId: ADA,
    sequence: 1,
    at: 0,
    kind: "purchase",
    lines: { available: 10, stars: -10 },
    after: { available: 10, held: 0 },
    about: {},
  };
  const next: Posting = {
    ...right,
    id: "hold/h1",
    sequence: 2,
    kind: "hold",
    lines: { available: -4, held: 4 },
    after: { available: 6, held: 4 },
    about: { hold: "h1" },
  };
  const back: Posting = {
    ...next,
    id: "charge-return/h1",
    sequence: 4,
    kind: "charge-return",
    lines: { available: 5, revenue: -5 },
    after: { available: 11, held: 0 },
  };
  const faultsOf = async (...postings: Posting[]) => {
    const store = new MemoryLedger(new Unsteady(randomFrom(1), 0));
    store.postings.push(...postings);
    return (await audit(store)).faults;
  };

  it("finds nothing where all is right", async () => {
    expect(await faultsOf()).to.deep.equal([]);
    expect(await faultsOf(right, next)).to.deep.equal([]);
  });

  for (const [fault, postings] of [
    ["a posting that is gone", [next]],
    ["points out of nowhere", [{ ...right, lines: { available: 10 } }]],
    ["a balance that its lines do not make", [right, { ...next, after: { available: 10, held: 4 } }]],
    [
      "a balance under zero",
      [{ ...right, lines: { available: -1, stars: 1 }, after: { available: -1, held: 0 } }],
    ],
    ["a hold that was settled by halves", [right, next, settlement({ held: -3, available: 3 }, 9, 1)]],
    ["more given back than was charged", [right, next, settlement({ held: -4, revenue: 4 }, 6, 0, 3), back]],
    ["a settlement of what is not held", [right, settlement({}, 10, 0), { ...next, sequence: 3 }]],
  ] as const) {
    it(`finds ${fault}`, async () => {
      expect(await faultsOf(...(postings as readonly Posting[]))).to.not.have.lengthOf(0);
    });
  }

  function settlement(
    lines: Posting["lines"],
    available: number,
    held: number,
    sequence = held === 0 ? 2 : 3,
  ): Posting {
    return {
      ...next,
      id: "settlement/h1",
      kind: "settlement",
      sequence,
      lines,
      after: { available, held },
    };
  }
});
