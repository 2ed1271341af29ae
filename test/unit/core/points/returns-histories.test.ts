import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { audit } from "../../../../src/core/points/audit.js";
import { holdOfReward } from "../../../../src/core/points/keys.js";
import { randomFrom } from "../../../support/random.js";
import { holdRun, postRewards, type Shares } from "../../../support/rewarded-run.js";
import { REQUEST, ROOT, StarHouse } from "../../../support/star-house.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const HISTORIES = 1_000;
const PEOPLE = ["ada", "bob", "mia"];
const POINTS = 40;
const STARS = 5;

const person = fc.constantFrom(...PEOPLE);
const number = fc.nat(3);
const events = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("buys"), person, number }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("trains"), person, number, share: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("starts"), person, number }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("Stars back", "cost back"), person, number }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("a round"), person, number }) },
);
type Event = typeof events extends fc.Arbitrary<infer T> ? T : never;

const histories = fc.record({
  /** Those of one group happen at once. */
  groups: fc.array(fc.array(events, { maxLength: 4 }), { maxLength: 8 }),
  seed: fc.nat(),
  killedIn: fc.constantFrom(0, 25, 60),
});

/** People who buy, train on what is others', and are given back what they paid, in Stars and in points. */
class House extends StarHouse {
  readonly #shares = new Map<string, Shares>();

  constructor(readonly unsteady: Unsteady) {
    super(unsteady);
    for (const ownerId of PEOPLE)
      for (let at = 0; at <= 3; at++)
        this.trainings.push({ id: `${ownerId}-${at}`, ownerId, name: "Rex", status: "COMPLETED" });
    // Whatever ended and was cut off on its way into the books.
    this.owed = async ({ id }) => {
      if (this.#shares.has(id)) await this.#end(id);
    };
  }

  /** As often as it takes, as an update that stays in the inbox. */
  async happen(event: Event): Promise<void> {
    for (;;) {
      try {
        await this.#once(event);
        return;
      } catch (error) {
        if (isDomainError(error, "points-short", "charge-unknown", "training-was-free", "hold-settled"))
          return;
        if (!(error instanceof Killed)) throw error;
      }
    }
  }

  async #once(event: Event): Promise<unknown> {
    const { kind, person: personId } = event;
    const id = `${personId}-${event.number}`;
    const { purchases, costReturns } = this.shop;
    if (kind === "buys") return this.#buy(personId, id);
    if (kind === "starts") return holdRun(this.ledger, personId, `${id}.1`, 10);
    if (kind === "Stars back")
      return this.desk.payments.has(id) ? purchases.refunded(id, { personId, stars: STARS }) : undefined;
    if (kind === "cost back") return costReturns.giveBack(ROOT, id, REQUEST);
    if (kind === "a round") return this.settle();
    await holdRun(this.ledger, personId, `${id}.2`, 20);
    if (!this.#shares.has(id) && "share" in event) this.#shares.set(id, sharesOf(personId, event.share));
    return this.#end(id);
  }

  async #buy(personId: string, id: string): Promise<void> {
    const payment = { chargeId: id, personId, payload: await this.offer(personId, POINTS), currency: "XTR" };
    if (!this.desk.payments.has(id)) this.desk.payments.set(id, { ...payment, stars: STARS });
    await this.shop.purchases.paid(this.desk.payments.get(id)!);
  }

  async #end(id: string): Promise<void> {
    const shares = this.#shares.get(id) ?? {};
    const points = (shares.model?.points ?? 0) + (shares.datasets?.[0]?.points ?? 0);
    const hold = { id: `${id}.2`, personId: id.slice(0, 3), trainingId: id };
    if ((await this.store.get(`hold/${hold.id}`)) === undefined) return;
    await this.ledger.settle(hold, 20, points);
    await postRewards(this.ledger, hold.id, shares);
  }

  /** What is under way comes to its end, and what can be paid is paid. */
  async end(): Promise<void> {
    this.unsteady.calm();
    for (const id of this.#shares.keys()) await this.#end(id);
    // Each reward that goes back, and each debt that is paid by it, may be what the next one waits for.
    for (let rounds = 0; rounds < 20; rounds++) await this.settle();
  }
}

/** Up to 20 points, to the two others. */
function sharesOf(personId: string, points: number): Shares {
  const [one = "", other = ""] = PEOPLE.filter((each) => each !== personId);
  const half = Math.floor(points / 2);
  return {
    ...(half > 0 && { model: { personId: one, points: half } }),
    ...(points > half && { datasets: [{ personId: other, points: points - half }] }),
  };
}

describe("histories of what is given back", () => {
  it(`leave right books, and no reward of what was: ${HISTORIES} of them, at once, killed and repeated`, async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(histories, async ({ groups, seed, killedIn }) => {
        const house = new House(new Unsteady(randomFrom(seed), killedIn));
        for (const group of groups) await Promise.all(group.map((event) => house.happen(event)));
        await house.end();
        await expectRight(house);
      }),
      { numRuns: HISTORIES },
    );
  });
});

async function expectRight(house: House): Promise<void> {
  const { store, ledger } = house;
  const { faults, rewarded } = await audit(store);
  expect(faults).to.deep.equal([]);
  for (const [hold, { points, posted }] of rewarded) expect(posted, hold).to.equal(points);
  const posted = new Set(store.postings.map(({ id }) => id));
  const owed = new Set((await house.debts()).map(({ key }) => key));
  for (const posting of store.postings) {
    const { id, kind, personId, lines } = posting;
    const hold = holdOfReward(posting);
    if (hold === undefined) continue;
    const isBack = posted.has(id.replace("reward/", "reward-return/"));
    const isCostBack = posted.has(`charge-return/${hold}`);
    const starsBack = [0, 1, 2, 3].some((at) => {
      const charge = `${hold.slice(0, 3)}-${at}`;
      return posted.has(`purchase-refund/${charge}`) || owed.has(charge);
    });
    if (isBack) expect(isCostBack || starsBack, `${kind} ${id} went back for no reason`).to.equal(true);
    if (!isCostBack || isBack) continue;
    expect(owed.has(hold), `${id} of what was given back is neither back nor owed`).to.equal(true);
    expect((await ledger.balance(personId)).available, id).to.be.below(lines.available ?? 0);
  }
}
