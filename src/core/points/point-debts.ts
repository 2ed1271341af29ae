import { isDomainError } from "../errors.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import { postingsOf } from "./all-postings.js";
import type { Charge } from "./charges.js";
import type { Debt, Debtor } from "./debts.js";
import type { Ledger } from "./ledger.js";
import type { RewardReturns } from "./reward-returns.js";
import type { Posting } from "./posting.js";
import { spentOn } from "./spent-on.js";

/** Points that are to go, whose Stars went back already; by the charge's id. */
const POINTS_OWED = "star-refunds-points";
/** So many at a time. */
const PAGE = 500;

type Credit = Charge & { readonly decision: "credit" };

type OwedPoints = Credit & {
  /** The runs that were paid with them, once that was looked up; none any more when their rewards are noted to go back. */
  readonly spentOn?: readonly string[];
};

/**
 * Points whose Stars are with their payer again. They go as soon as the payer has so many. Where they are spent, so are
 * the rewards that were made of them: points have no names, so that what is missing is taken to be what was spent last.
 * The payer's runs are looked through from the newest back to the oldest purchase that is owed for, until they make up
 * what is missing, and all rewards of these go back, also where a run cost more than was missing of it. That is looked
 * up once for each charge, when its points first are short; of a run that has not ended, what it holds counts. What the
 * payer makes good later does not bring the rewards back.
 */
export class PointDebts implements Debtor {
  readonly #keyValues: KeyValueStore;
  readonly #ledger: Ledger;
  readonly #postings: LedgerStore;
  readonly #rewards: RewardReturns;

  constructor(deps: {
    keyValues: KeyValueStore;
    ledger: Ledger;
    postings: LedgerStore;
    rewards: RewardReturns;
  }) {
    this.#keyValues = deps.keyValues;
    this.#ledger = deps.ledger;
    this.#postings = deps.postings;
    this.#rewards = deps.rewards;
  }

  /**
   * The points of a charge whose Stars are with their payer again go, now or when the payer has them. Safe to call again.
   *
   * @returns whether they have gone
   */
  async takeBack(chargeId: string, charge: Credit): Promise<boolean> {
    // What was looked up when it was told of before, stays.
    await this.#keyValues.compareAndSet(POINTS_OWED, chargeId, undefined, charge);
    return this.#settle(chargeId);
  }

  async debts(): Promise<Debt[]> {
    const owed = await this.#all();
    return owed.map(({ key }) => ({ key, settle: () => this.#settle(key) }));
  }

  async #settle(chargeId: string): Promise<boolean> {
    const owed = (await this.#keyValues.read(POINTS_OWED, chargeId)) as OwedPoints | undefined;
    if (owed === undefined) return true;
    await this.#noteRewards(chargeId, owed);
    if (!(await this.#takePoints(chargeId, owed)))
      return owed.spentOn === undefined && (await this.#lookUp(chargeId, owed))
        ? this.#settle(chargeId)
        : false;
    await this.#keyValues.delete(POINTS_OWED, chargeId);
    return true;
  }

  async #takePoints(chargeId: string, { personId, points, stars }: Credit): Promise<boolean> {
    const about = { charge: chargeId, stars };
    try {
      // Of a credit that was cut off, or is under way: it comes to nothing either way.
      await this.#ledger.purchase({ id: chargeId, personId, points, about });
      await this.#ledger.refundPurchase({ id: chargeId, personId, about });
      return true;
    } catch (error) {
      if (isDomainError(error, "points-short")) return false;
      throw error;
    }
  }

  /** Which runs the points went to; whoever looks first says it. Gives whether that is known now. */
  async #lookUp(chargeId: string, owed: OwedPoints): Promise<boolean> {
    const { personId } = owed;
    const purchases: Posting[] = [];
    for (const { key, value } of await this.#all()) {
      if (value.personId !== personId || (await this.#postings.get(`purchase-refund/${key}`))) continue;
      const purchase = await this.#postings.get(`purchase/${key}`);
      if (purchase !== undefined) purchases.push(purchase);
    }
    const runs = await spentOn(postingsOf(this.#postings, personId), purchases);
    // There is enough by now: the next try takes it.
    if (runs === undefined) return false;
    await this.#keyValues.compareAndSet(POINTS_OWED, chargeId, owed, { ...owed, spentOn: runs });
    return true;
  }

  async #noteRewards(chargeId: string, owed: OwedPoints): Promise<void> {
    const { spentOn: runs = [] } = owed;
    if (runs.length === 0) return;
    for (const hold of runs) await this.#rewards.takeBack(hold);
    await this.#keyValues.compareAndSet(POINTS_OWED, chargeId, owed, { ...owed, spentOn: [] });
  }

  async #all(): Promise<{ key: string; value: OwedPoints }[]> {
    const owed = await this.#keyValues.list(POINTS_OWED, PAGE);
    return owed.map(({ key, value }) => ({ key, value: value as OwedPoints }));
  }
}
