import { isDomainError } from "../errors.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import type { Debt, Debtor } from "./debts.js";
import { keyOfSettlement, rewardsOf } from "./keys.js";
import type { Ledger } from "./ledger.js";
import type { Posting } from "./posting.js";

/** Runs whose rewards are to go back; by the hold. */
const REWARDS_OWED = "reward-returns";
/** So many at a time. */
const PAGE = 500;

/**
 * Rewards whose payment was taken back. Each goes whole, from whoever got it; who has spent theirs owes it, and it goes
 * as soon as they have so much: nobody has less than nothing. What is owed is noted first.
 */
export class RewardReturns implements Debtor {
  readonly #keyValues: KeyValueStore;
  readonly #ledger: Ledger;
  readonly #postings: LedgerStore;

  constructor(deps: { keyValues: KeyValueStore; ledger: Ledger; postings: LedgerStore }) {
    this.#keyValues = deps.keyValues;
    this.#ledger = deps.ledger;
    this.#postings = deps.postings;
  }

  /**
   * All rewards of a run go back: those that can, now; those that are spent, or were not even posted yet, later. Safe to
   * call again.
   *
   * @param hold of a run that has ended or will; without rewards nothing comes of it
   * @throws DomainError `storage-failed`
   */
  async takeBack(hold: string): Promise<void> {
    await this.#keyValues.write(REWARDS_OWED, hold, { hold });
    await this.#settle(hold);
  }

  async debts(): Promise<Debt[]> {
    const owed = await this.#keyValues.list(REWARDS_OWED, PAGE);
    return owed.map(({ key }) => ({ key, settle: () => this.#settle(key) }));
  }

  /** Gives whether all of them are back. */
  async #settle(hold: string): Promise<boolean> {
    const settlement = await this.#postings.get(keyOfSettlement(hold));
    if (settlement === undefined) return false;
    let missing = settlement.lines.rewards ?? 0;
    if (missing > 0)
      for (const reward of await rewardsOf(this.#postings, hold))
        if (await this.#isBack(reward)) missing -= reward.lines.available ?? 0;
    // Some may not be posted yet: they follow from the settlement.
    if (missing > 0) return false;
    await this.#keyValues.delete(REWARDS_OWED, hold);
    return true;
  }

  async #isBack({ id, personId, about }: Posting): Promise<boolean> {
    try {
      await this.#ledger.returnReward({ id: id.slice("reward/".length), personId, about });
      return true;
    } catch (error) {
      if (isDomainError(error, "points-short")) return false;
      throw error;
    }
  }
}
