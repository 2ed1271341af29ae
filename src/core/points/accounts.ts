import type { Clock } from "../ports/clock.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Actor } from "../training/model.js";
import { postingsOf } from "./all-postings.js";
import type { Hold, Ledger } from "./ledger.js";
import type { Balance, Posting } from "./posting.js";
import { SpendingLimit } from "./spending.js";
import { priceOf, type OwnPrices, type Work } from "./prices.js";

/** How an operator runs the books; without it nothing costs anything and points are shown nowhere. */
export interface Pricing {
  /** In place of the recipes' own, by the recipe's id. */
  readonly prices: OwnPrices;
  /** What everybody is given once, before they pay for anything. */
  readonly welcomePoints: number;
  /** So many points one person may spend in 24 hours; absent for as many as they have. */
  readonly dailySpend?: number | undefined;
  /** Of what is paid for training further from somebody else's model, so many hundredths are its trainer's; 0 to 100, none where absent. */
  readonly modelRewardPercent?: number;
  /** And of what is paid for training on somebody else's photos, so many hundredths are theirs; with the model's no more than 100. */
  readonly datasetRewardPercent?: number;
}

/** What people have, what they are asked, and what became of it. */
export class Accounts {
  readonly ledger: Ledger;
  readonly #store: LedgerStore;
  readonly #pricing: Pricing;
  readonly #limit: SpendingLimit | undefined;

  constructor(deps: { ledger: Ledger; store: LedgerStore; pricing: Pricing; clock: Clock }) {
    this.ledger = deps.ledger;
    this.#store = deps.store;
    this.#pricing = deps.pricing;
    const max = deps.pricing.dailySpend;
    this.#limit = max === undefined ? undefined : new SpendingLimit({ ...deps, max });
  }

  /** What a person has. The first time, what everybody is given is among it. @throws DomainError `storage-failed` */
  async balance(personId: string): Promise<Balance> {
    const points = this.#pricing.welcomePoints;
    if (points > 0) {
      const id = `welcome/${personId}`;
      await this.ledger.gift({ id, personId, points, about: { reason: "welcome" } });
    }
    return this.ledger.balance(personId);
  }

  /**
   * Holds points for a run, within what its person may spend in a day; see {@link Ledger.hold}.
   *
   * @throws DomainError `daily-spend`, `points-short`, `hold-settled`, `storage-failed`
   */
  async hold(hold: Hold, points: number): Promise<void> {
    await this.ledger.hold(hold, points, () => this.#checkSpending(hold, points));
  }

  /** What a training costs at most, in points; zero where it is free. */
  price(recipe: Recipe, work: Work): number {
    return priceOf(recipe, work, this.#pricing.prices);
  }

  /** What of a payment is the trainer's whose model was used; rounded down. */
  modelShare(charge: number): number {
    return Math.floor((charge * (this.#pricing.modelRewardPercent ?? 0)) / 100);
  }

  /** What of a payment is theirs who shared some of the photos, all together; rounded down. @param dataset their photos, of all */
  datasetShare(charge: number, dataset: { readonly photos: number; readonly of: number }): number {
    const { photos, of: all } = dataset;
    return photos === 0
      ? 0
      : Math.floor((charge * (this.#pricing.datasetRewardPercent ?? 0) * photos) / (100 * all));
  }

  /**
   * The actor's postings, newest first, as {@link postingsOf} gives them.
   *
   * @throws DomainError `storage-failed`
   */
  async *statement(
    { userId }: Actor,
    options: { from?: number | undefined; limit: number },
  ): AsyncGenerator<Posting> {
    await this.balance(userId);
    yield* postingsOf(this.#store, userId, options);
  }

  async #checkSpending({ id, personId }: Hold, points: number): Promise<void> {
    await this.#limit?.check(personId, points, id);
  }
}
