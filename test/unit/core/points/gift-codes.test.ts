import { expect } from "chai";
import fc from "fast-check";
import { beforeEach, describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { audit } from "../../../../src/core/points/audit.js";
import { GiftCodes } from "../../../../src/core/points/gift-codes.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { ADA, BOB } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryKeyValues } from "../../../support/memory-key-values.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { randomFrom } from "../../../support/random.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const HISTORIES = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600_000;

/** Codes on books in memory; one call of so many is killed. */
function house(seed: number, killedIn: number) {
  const unsteady = new Unsteady(randomFrom(seed), killedIn);
  const clock = new ManualClock();
  const store = new MemoryLedger(unsteady);
  const pricing = { prices: {}, welcomePoints: 0 };
  const accounts = new Accounts({ ledger: new Ledger(store, clock), store, pricing, clock });
  const codes = new GiftCodes({ keyValues: new MemoryKeyValues(unsteady), accounts, clock });
  return { clock, store, accounts, codes };
}

describe("a gift code", () => {
  let { clock, codes, accounts } = house(1, 0);
  beforeEach(() => {
    ({ clock, codes, accounts } = house(1, 0));
  });

  const made = async (points = 50, days = 3): Promise<string> => {
    const gift = codes.prepare(points, days);
    await codes.issue(gift);
    return gift.code;
  };

  it("is good once, for one person, however it is typed", async () => {
    const code = await made();
    expect(code).to.match(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    const typed = ` ${code.toLowerCase().replace(/0/g, "o").replace(/1/g, "l").slice(0, 8)}-${code.slice(8)} `;
    expect(await codes.redeem(ADA, typed)).to.deep.equal({ points: 50, available: 50, isNew: true });
    expect(await codes.redeem(ADA, code)).to.deep.equal({ points: 50, available: 50, isNew: false });
    await expectDomainError(codes.redeem(BOB, code), "gift-invalid");
    expect((await accounts.balance(BOB.userId)).available).to.equal(0);
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => made())))).to.have.lengthOf(50);
  });

  it("that was prepared and not issued, is over, or is none, is refused in the same words", async () => {
    const prepared = codes.prepare(50, 3).code;
    const over = await made(50, 3);
    clock.time += 3 * DAY_MS;
    for (const raw of [prepared, over, "", "nonsense", "0".repeat(16)]) {
      const { params } = await expectDomainError(codes.redeem(ADA, raw), "gift-invalid");
      expect(params).to.deep.equal({});
    }
  });

  it("once redeemed is the person's also after its last day", async () => {
    const code = await made();
    await codes.redeem(ADA, code);
    clock.time += 4 * DAY_MS;
    expect((await codes.redeem(ADA, code)).isNew).to.equal(false);
  });

  it("is refused after five wrong ones, a good one too, until some minutes later; others are not held up", async () => {
    const code = await made();
    for (let wrong = 0; wrong < 5; wrong++) await expectDomainError(codes.redeem(ADA, "x"), "gift-invalid");
    for (const raw of ["x", code]) {
      const { params } = await expectDomainError(codes.redeem(ADA, raw), "gift-resting");
      expect(params).to.deep.equal({ minutes: 2 });
    }
    clock.time += 2 * MINUTE_MS;
    await expectDomainError(codes.redeem(ADA, "x"), "gift-invalid");
    await expectDomainError(codes.redeem(ADA, "x"), "gift-resting");
    const { points } = await codes.redeem(BOB, code);
    expect(points).to.equal(50);
  });

  it(`is credited to one of those who come at once, killed and again: ${HISTORIES} histories`, async function () {
    this.timeout(120_000);
    const people = ["ada", "bob", "eve"].map((userId) => ({ userId, isAdmin: false }));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(0, 3, 12), async (seed, killedIn) => {
        const { codes: kept, store } = house(seed, killedIn);
        const gift = kept.prepare(50, 3);
        await untilDone(() => kept.issue(gift));
        // Two taps of each: on two devices, or of a process that died and of the next one.
        const outcomes = await Promise.all(
          [...people, ...people].map((person) => untilDone(() => kept.redeem(person, gift.code))),
        );
        expect(outcomes.filter((outcome) => outcome !== undefined).length).to.equal(2);
        expect(store.postings).to.have.lengthOf(1);
        const books = Object.assign(new MemoryLedger(new Unsteady(randomFrom(0), 0)), {
          postings: store.postings,
        });
        expect(await audit(books)).to.deep.include({ faults: [], balance: { available: 50, held: 0 } });
      }),
      { numRuns: HISTORIES },
    );
  });
});

/** Does it again for as long as it is killed; undefined when it was refused. */
async function untilDone<T>(act: () => Promise<T>): Promise<T | undefined> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (isDomainError(error, "gift-invalid")) return undefined;
      if (!(error instanceof Killed)) throw error;
    }
  }
}
