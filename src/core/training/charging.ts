import { z } from "zod";
import { isDomainError } from "../errors.js";
import type { Accounts } from "../points/accounts.js";
import type { Hold, Ledger } from "../points/ledger.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Work } from "../points/prices.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Charge, Training } from "./model.js";
import { aboutShares, contributionsTo, rewardsFor, sharesOf } from "./rewards.js";

/** Holds that are being made: who makes one says so first, and finds what a crash left by it. */
export const STARTING_HOLDS = "starting-holds";
/** Between the hold and the training that names it are two writes; whoever takes a minute for them is dead. */
const STALE_MS = 60_000;
const RECOVER_MS = 60_000;
const BATCH = 500;

const startSchema = z.object({
  trainingId: z.string(),
  personId: z.string(),
  /** Of the training that is to be queued; see {@link Charging.whilePaid}. */
  version: z.number(),
  at: z.number(),
});
type Start = z.infer<typeof startSchema>;

/**
 * What runs are paid with: points are held before a run waits, and the hold is settled when it has ended.
 *
 * The books and the training are two documents. A hold's key names the training and the version that it was read in,
 * and the training that waits names the hold; the save that queues it succeeds for that version alone. So a hold is
 * wanted or not wanted for ever, and whoever looks later can tell.
 */
export class Charging {
  readonly #ledger: Ledger;
  readonly #accounts: Accounts | undefined;
  readonly #keyValues: Pick<KeyValueStore, "write" | "list" | "delete">;
  readonly #stores: {
    readonly trainings: Pick<TrainingRepository, "get" | "save">;
    readonly datasets: Pick<DatasetRepository, "list">;
  };
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  /** @param deps.accounts absent where nothing costs anything; what was held before that is settled all the same */
  constructor(deps: {
    ledger: Ledger;
    accounts: Accounts | undefined;
    keyValues: Pick<KeyValueStore, "write" | "list" | "delete">;
    trainings: Pick<TrainingRepository, "get" | "save">;
    datasets: Pick<DatasetRepository, "list">;
    clock: Clock;
    logger: Logger;
  }) {
    this.#ledger = deps.ledger;
    this.#accounts = deps.accounts;
    this.#keyValues = deps.keyValues;
    this.#stores = deps;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** What a training costs at most, in points; undefined where nothing costs anything. */
  priceOf(recipe: Recipe, work: Work): number | undefined {
    return this.#accounts?.price(recipe, work);
  }

  /**
   * Holds what a run costs at most and saves the training with it. Doing it again for the same version holds once.
   *
   * @param training as it was read; its version is the one that is saved
   * @param points what the run costs at most; nothing is held for nothing
   * @param queue saves the training on this version, with the charge; throws DomainError `conflict` when it is not the last
   * @throws DomainError `points-short`, `daily-spend`, `storage-failed`, and what `queue` throws
   */
  async whilePaid(
    training: Training,
    points: number,
    queue: (charge: Charge | undefined) => Promise<Training>,
  ): Promise<Training> {
    if (points === 0 || this.#accounts === undefined) return queue(undefined);
    const hold = `${training.id}.${training.version}`;
    const contributions = await contributionsTo(training, this.#stores);
    await this.#keyValues.write(STARTING_HOLDS, hold, startOf(training, this.#clock.now()));
    try {
      // What everybody is given once may be what it is paid with.
      await this.#accounts.balance(training.ownerId);
      await this.#accounts.hold(holdOf(training, hold), points);
      const queued = await queue({ hold, points, ...(contributions.length > 0 && { contributions }) });
      await this.#keyValues.delete(STARTING_HOLDS, hold);
      return queued;
    } catch (error) {
      await this.#giveUp(hold, training, error);
      throw error;
    }
  }

  /**
   * Posts what an ended run owes; what it does not owe is its person's again. Of what is paid for a run that used
   * somebody else's model or photos, a share is theirs. Posting it again changes nothing.
   */
  async settle(training: Training): Promise<void> {
    const { charge } = training;
    if (charge?.due === undefined) return;
    const shares = sharesOf(training, this.#accounts);
    const { hold, due } = charge;
    // Settled before under other shares, the first ones hold.
    const others = shares.model + shares.datasets;
    const settled = await this.#ledger.settle(holdOf(training, hold), due, others, aboutShares(shares));
    for (const reward of rewardsFor(training, settled)) await this.#ledger.reward(reward);
  }

  /**
   * Gives back what crashes left held for trainings that never came to wait: now, whatever an earlier life began, and
   * every minute.
   */
  start(): void {
    const recover = (olderThanMs: number): void => {
      this.#round = this.#round.then(() => this.recover(olderThanMs));
    };
    this.#timer = setInterval(() => {
      recover(STALE_MS);
    }, RECOVER_MS);
    this.#timer.unref();
    recover(0);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  /** One look at the holds that were begun so long ago; one that is being made meanwhile is made anew. */
  async recover(olderThanMs: number): Promise<void> {
    try {
      for (const { key, value } of await this.#keyValues.list(STARTING_HOLDS, BATCH)) {
        const start = startSchema.parse(value);
        if (this.#clock.now() - start.at >= olderThanMs) await this.#close(key, start);
      }
    } catch (error) {
      this.#logger.error("could not look for holds that nobody wants", { error });
    }
  }

  /**
   * Another writer came in between: unless it was another tap that queued the training with this very hold, nobody
   * wants it any more. After any other error the next round looks: what a failed store has written is not known, and
   * where points were short there may be enough for the same tap again.
   */
  async #giveUp(hold: string, training: Training, error: unknown): Promise<void> {
    if (isDomainError(error, "conflict")) await this.#close(hold, startOf(training, this.#clock.now()));
  }

  async #close(hold: string, start: Start): Promise<void> {
    const { trainingId, personId, version } = start;
    const training = await this.#stores.trainings.get(trainingId);
    if (training?.charge?.hold !== hold) {
      // From here on nobody can queue it with this hold.
      if (training?.version === version && !(await this.#touch(training))) return;
      await this.#ledger.settle({ id: hold, personId, trainingId }, 0);
    }
    await this.#keyValues.delete(STARTING_HOLDS, hold);
  }

  /** Gives whether its version is another one now by this hand; by another's, the next round sees whose hold won. */
  async #touch(training: Training): Promise<boolean> {
    try {
      await this.#stores.trainings.save(training);
      return true;
    } catch (error) {
      if (isDomainError(error, "conflict")) return false;
      throw error;
    }
  }
}

function startOf({ id, ownerId, version }: Training, at: number): Start {
  return { trainingId: id, personId: ownerId, version, at };
}

function holdOf({ id, ownerId }: Training, hold: string): Hold {
  return { id: hold, personId: ownerId, trainingId: id };
}
