import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { audit } from "../../../../src/core/points/audit.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import type { LedgerStore } from "../../../../src/core/ports/ledger-store.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { randomFrom } from "../../../support/random.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const HISTORIES = 10_000;

/** One business event; the same number again is the same event, posted again. */
const events = fc.oneof(
  fc.record({ kind: fc.constantFrom("purchase", "refund", "gift", "reward", "return"), number: fc.nat(2) }),
  fc.record({ kind: fc.constantFrom("hold"), number: fc.nat(3), points: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constantFrom("settle"), number: fc.nat(3), share: fc.constantFrom(0, 0.5, 1) }),
  fc.record({ kind: fc.constantFrom("give back"), number: fc.nat(3) }),
);
type Event = typeof events extends fc.Arbitrary<infer T> ? T : never;

const histories = fc.record({
  /** Those of one group happen at once, by person. */
  groups: fc.array(fc.array(fc.tuple(fc.constantFrom("ada", "bob"), events), { maxLength: 5 }), {
    maxLength: 5,
  }),
  seed: fc.nat(),
  killedIn: fc.constantFrom(0, 3, 12),
});

/** What a price is for each event: the same whenever it is posted again. */
const PURCHASE = 50;
const REWARD = 5;

async function happen(ledger: Ledger, personId: string, event: Event): Promise<void> {
  const id = `${personId}-${event.number}`;
  const hold = { id, personId, trainingId: id };
  const reversal = { id, personId, about: {} };
  const transfer = { ...reversal, points: PURCHASE };
  if (event.kind === "purchase") await ledger.purchase(transfer);
  if (event.kind === "refund") await ledger.refundPurchase(reversal);
  if (event.kind === "gift") await ledger.gift({ ...transfer, points: 7 });
  if (event.kind === "reward") await ledger.reward({ ...transfer, points: REWARD });
  if (event.kind === "return") await ledger.returnReward(reversal);
  if ("points" in event) await ledger.hold(hold, event.points);
  if (event.kind === "give back") await ledger.returnCharge(hold, {});
  if ("share" in event) await settle(ledger, hold, event.share);
}

/** As a training that ends: what is charged is a share of what its hold says. */
async function settle(ledger: Ledger, hold: Parameters<Ledger["settle"]>[0], share: number): Promise<void> {
  const held = await ledger.held(hold);
  const charge = Math.floor(held * share);
  await ledger.settle(hold, charge, Math.floor(charge / 10));
}

/** Does it again for as long as it is killed; gives whether it was refused. */
async function untilDone(ledger: Ledger, personId: string, event: Event): Promise<void> {
  for (;;) {
    try {
      await happen(ledger, personId, event);
      return;
    } catch (error) {
      if (isDomainError(error, "points-short", "hold-settled", "not-found")) return;
      if (!(error instanceof Killed)) throw error;
    }
  }
}

describe("histories of points", () => {
  it(`leave right books: ${HISTORIES} of them, at once, killed and repeated`, async function () {
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(histories, async ({ groups, seed, killedIn }) => {
        const store = new MemoryLedger(new Unsteady(randomFrom(seed), killedIn));
        const ledger = new Ledger(store, new ManualClock());
        for (const group of groups)
          await Promise.all(group.map(([person, event]) => untilDone(ledger, person, event)));
        await expectRight(store);
      }),
      { numRuns: HISTORIES },
    );
  });
});

async function expectRight(store: MemoryLedger): Promise<void> {
  const books: LedgerStore = Object.assign(new MemoryLedger(new Unsteady(randomFrom(0), 0)), {
    postings: store.postings,
  });
  const { faults, open } = await audit(books);
  expect(faults).to.deep.equal([]);
  const { postings } = store;
  const keys = postings.map(({ kind, personId, about, id }) => `${kind} ${personId} ${about["hold"] ?? id}`);
  expect(new Set(keys).size, "an event twice").to.equal(keys.length);
  for (const { kind, about, lines } of postings) {
    if (kind !== "settlement") continue;
    expect(open.has(String(about["hold"])), "held after it was settled").to.equal(false);
    expect(lines.available ?? 0, "more comes back than was held").to.be.within(0, -(lines.held ?? 0));
  }
}
