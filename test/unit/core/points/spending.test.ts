import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { SpendingLimit, spentSince } from "../../../../src/core/points/spending.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { randomFrom } from "../../../support/random.js";
import { Unsteady } from "../../../support/unsteady.js";

const HOUR_MS = 3600_000;

describe("what a person spends in a day", () => {
  let clock: ManualClock;
  let store: MemoryLedger;
  let ledger: Ledger;
  let limit: SpendingLimit;

  beforeEach(async () => {
    clock = new ManualClock();
    store = new MemoryLedger(new Unsteady(randomFrom(1), 0));
    ledger = new Ledger(store, clock);
    limit = new SpendingLimit({ store, clock, max: 100 });
    await ledger.gift({ id: "1", personId: "ada", points: 100_000, about: {} });
  });

  const holdOf = (id: string) => ({ id, personId: "ada", trainingId: id });

  it("is what was held, less what came back, of the last 24 hours", async () => {
    await ledger.hold(holdOf("old"), 50);
    clock.time += HOUR_MS;
    const since = clock.now();
    await ledger.hold(holdOf("a"), 30);
    await ledger.settle(holdOf("a"), 10);
    await ledger.settle(holdOf("old"), 50);
    await ledger.hold(holdOf("b"), 20);
    await ledger.hold(holdOf("c"), 5);
    await ledger.settle(holdOf("c"), 0);
    await ledger.settle(holdOf("never made"), 0);
    const spent = (await spentSince(store, "ada", since)).map(({ hold, points }) => [hold, points]);
    expect(spent).to.deep.equal([
      ["c", 0],
      ["b", 20],
      ["a", 10],
    ]);
    expect(await spentSince(store, "bob", 0)).to.deep.equal([]);
  });

  it("is read to its beginning, however much it is", async () => {
    for (let at = 0; at < 120; at++) {
      await ledger.hold(holdOf(`h${at}`), 2);
      await ledger.settle(holdOf(`h${at}`), 1);
    }
    expect(await spentSince(store, "ada", 0)).to.have.lengthOf(120);
    await limit.check("bob", 100, "x");
    const { params } = await expectDomainError(limit.check("ada", 1, "x"), "daily-spend");
    expect(params).to.deep.equal({ max: 100, spent: 120, price: 1, hours: 24 });
  });

  it("is bounded; what is a day old counts no more, and the same Start again is the same Start", async () => {
    await ledger.hold(holdOf("a"), 60);
    clock.time += 3 * HOUR_MS;
    await limit.check("ada", 40, "b");
    await ledger.hold(holdOf("b"), 40);
    await limit.check("ada", 40, "b");
    const { params } = await expectDomainError(limit.check("ada", 1, "c"), "daily-spend");
    expect(params).to.deep.equal({ max: 100, spent: 100, price: 1, hours: 21 });
    const later = await expectDomainError(limit.check("ada", 61, "c"), "daily-spend");
    expect(later.params["hours"]).to.equal(24);
    const never = await expectDomainError(limit.check("ada", 101, "c"), "daily-spend");
    expect(never.params["hours"], "more than a whole day's").to.equal(0);
    await limit.check("ada", 0, "free");
    await ledger.settle(holdOf("a"), 0);
    await limit.check("ada", 60, "c");
    clock.time += 21 * HOUR_MS;
    await ledger.hold(holdOf("d"), 60);
    clock.time += 3 * HOUR_MS;
    await limit.check("ada", 40, "c");
  });

  it("is not what was given back", async () => {
    await ledger.hold(holdOf("a"), 60);
    await ledger.settle(holdOf("a"), 50);
    await ledger.returnCharge(holdOf("a"), {});
    expect((await spentSince(store, "ada", 0)).map(({ points }) => points)).to.deep.equal([0]);
    await limit.check("ada", 100, "b");
  });

  it("cannot be passed by two Starts in the same instant", async () => {
    const pricing = { prices: {}, welcomePoints: 0, dailySpend: 100 };
    const accounts = new Accounts({ ledger, store, pricing, clock });
    const list = store.list.bind(store);
    let others = 0;
    // What the first Start reads is old by the time it is given.
    store.list = async (personId, options) => {
      const read = await list(personId, options);
      if (options.limit > 1 && others++ === 0) await accounts.hold(holdOf("second"), 60);
      return read;
    };
    const { params } = await expectDomainError(accounts.hold(holdOf("first"), 60), "daily-spend");
    expect(params).to.include({ spent: 60, price: 60 });
    const spent = (await spentSince(store, "ada", 0)).map(({ hold, points }) => [hold, points]);
    expect(spent).to.deep.equal([["second", 60]]);
    await accounts.hold(holdOf("second"), 60);
  });

  it("is kept by all that start at once, whoever comes first", async () => {
    const pricing = { prices: {}, welcomePoints: 0, dailySpend: 100 };
    for (let seed = 1; seed <= 200; seed++) {
      const restless = new MemoryLedger(new Unsteady(randomFrom(seed), 0));
      const books = new Ledger(restless, clock);
      const accounts = new Accounts({ ledger: books, store: restless, pricing, clock });
      await books.gift({ id: "1", personId: "ada", points: 1_000, about: {} });
      const starts = ["a", "b", "c"].map((id) => accounts.hold(holdOf(id), 40));
      const outcomes = await Promise.allSettled(starts);
      const refused = outcomes.filter(({ status }) => status === "rejected");
      expect(refused, `seed ${seed}`).to.have.lengthOf(1);
      expect((await books.balance("ada")).held, `seed ${seed}`).to.equal(80);
    }
  });
});
