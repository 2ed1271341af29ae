import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { audit } from "../../../../src/core/points/audit.js";
import { OFFERS } from "../../../../src/core/points/offers.js";
import { randomFrom } from "../../../support/random.js";
import { PACKS, REQUEST, ROOT, StarHouse } from "../../../support/star-house.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const HISTORIES = 1_500;

const person = fc.constantFrom("ada", "bob");
const charge = fc.nat(2);
const mostly = fc.nat(4).map((number) => number > 0);
const offers = fc.record({ kind: fc.constant("offer"), person, pack: fc.nat(1) });
const pays = fc.record({
  kind: fc.constant("pay"),
  charge,
  isOwn: mostly,
  offer: fc.nat(3),
  isRight: mostly,
});
const ofCharges = fc.record({
  kind: fc.constantFrom("told", "told", "told", "toldOfRefund", "refund", "telegramRefunds"),
  charge,
});
const ofPersons = fc.record({ kind: fc.constantFrom("spend", "forget"), person });
const rounds = fc.record({ kind: fc.constant("settle"), now: fc.constant(true) });
const events = fc.oneof(
  { weight: 1, arbitrary: offers },
  { weight: 1, arbitrary: pays },
  { weight: 6, arbitrary: ofCharges },
  { weight: 1, arbitrary: ofPersons },
  { weight: 1, arbitrary: rounds },
);
type Event = typeof events extends fc.Arbitrary<infer T> ? T : never;

const histories = fc.record({
  bought: fc.tuple(offers, offers, pays, pays, pays),
  /** Those of one group happen at once, behind what was offered and bought. */
  groups: fc.array(fc.array(events, { maxLength: 4 }), { maxLength: 5 }),
  seed: fc.nat(),
  killedIn: fc.constantFrom(0, 4, 15),
});

/** Does it again for as long as it is killed, as an update that stays in the inbox. */
async function untilDone<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
}

/** A shop to which things happen. */
class House extends StarHouse {
  readonly payloads: string[] = [];

  /** Each as often as it takes. */
  async happen(event: Event): Promise<void> {
    try {
      await untilDone(() => this.#once(event));
    } catch (error) {
      if (!isDomainError(error, "points-short", "charge-unknown")) throw error;
    }
  }

  async #once(event: Event): Promise<unknown> {
    if ("pack" in event) return this.payloads.push(await this.offer(event.person, PACKS[event.pack]!.points));
    if ("offer" in event) {
      this.#pay(event);
      return;
    }
    if ("charge" in event) return this.#ofCharge(event.kind, `stx${event.charge}`);
    if ("now" in event) return this.settle();
    if (event.kind === "forget") return this.keyValues.deleteAll(OFFERS, `${event.person}/`);
    const { available } = await this.ledger.balance(event.person);
    const hold = { id: `${event.person}${available}`, personId: event.person, trainingId: "t1" };
    return available > 0 ? this.ledger.hold(hold, Math.ceil(available / 2)) : undefined;
  }

  /** Any offer, or none, by anybody: Telegram's own checks are not what this is about. */
  #pay({ charge: number, isOwn, offer, isRight }: Extract<Event, { offer: number }>): void {
    const payload = this.payloads.at(-1 - offer) ?? "nonsense";
    const right = PACKS.find(({ points }) => payload.includes(`/${points}/`))?.stars ?? 1;
    const chargeId = `stx${number}`;
    const [owner = "ada"] = payload.split("/");
    const personId = isOwn ? owner : "eve";
    if (this.desk.payments.has(chargeId)) return;
    const stars = isRight ? right : 3;
    this.desk.payments.set(chargeId, { chargeId, personId, payload, currency: "XTR", stars });
  }

  async #ofCharge(kind: string, chargeId: string): Promise<unknown> {
    const payment = this.desk.payments.get(chargeId);
    if (payment === undefined) return undefined;
    const { purchases, refunds } = this.shop;
    if (kind === "told") return purchases.paid(payment);
    if (kind === "refund") return refunds.refund(ROOT, chargeId, REQUEST);
    if (kind === "telegramRefunds") return this.desk.refunded.add(chargeId);
    return this.desk.refunded.has(chargeId) ? purchases.refunded(chargeId, payment) : undefined;
  }

  /** Telegram tells of everything in the end, and what is owed is paid. */
  async end(): Promise<void> {
    for (const chargeId of this.desk.payments.keys()) await untilDone(() => this.#ofCharge("told", chargeId));
    this.clock.time += 3_600_000;
    await untilDone(() => this.settle());
    for (const id of this.desk.refunded) await untilDone(() => this.#ofCharge("toldOfRefund", id));
    await untilDone(() => this.settle());
  }
}

describe("histories of payments", () => {
  it(`credit or refund each charge, once: ${HISTORIES} of them, at once, killed and repeated`, async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(histories, async ({ bought, groups, seed, killedIn }) => {
        const house = new House(new Unsteady(randomFrom(seed), killedIn));
        for (const event of bought) await house.happen(event);
        for (const group of groups) await Promise.all(group.map((event) => house.happen(event)));
        await house.end();
        await expectRight(house);
      }),
      { numRuns: HISTORIES },
    );
  });
});

async function expectRight(house: House): Promise<void> {
  const { store, desk, ledger } = house;
  const { faults } = await untilDone(() => audit(store));
  expect(faults).to.deep.equal([]);
  const owed = new Set((await untilDone(() => house.debts())).map(({ key }) => key));
  const sold = new Set<string>();
  for (const [id, { personId, payload, stars }] of desk.payments) {
    const purchase = store.postings.find((posting) => posting.id === `purchase/${id}`);
    const reversal = store.postings.find((posting) => posting.id === `purchase-refund/${id}`);
    const isCredited = purchase !== undefined && reversal === undefined;
    if (owed.has(id)) {
      // Telegram gave the Stars back, and the points are spent: they go when they are there again.
      expect([isCredited, desk.refunded.has(id)], "owed for no reason").to.deep.equal([true, true]);
      const { available } = await untilDone(() => ledger.balance(personId));
      expect(available).to.be.below(purchase?.lines.available ?? 0);
    } else expect(desk.refunded.has(id), `${id} is credited or refunded`).to.equal(!isCredited);
    if (!isCredited) continue;
    const pack = PACKS.find(({ points }) => points === purchase.lines.available);
    expect([purchase.personId, pack?.stars]).to.deep.equal([personId, stars]);
    expect(payload.startsWith(`${personId}/`), "an offer of somebody else").to.equal(true);
    expect(sold.has(payload), "an offer sold twice").to.equal(false);
    sold.add(payload);
  }
}
