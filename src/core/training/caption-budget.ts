import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import { TokenBuckets } from "./token-buckets.js";

export const CAPTION_COUNTS = "caption-counts";
/** Writers of one count are the few requests that a training has under way at once. */
const MAX_TRIES = 100;
/** Of one person's trainings in a day: five in full. */
const TRAININGS_A_DAY = 5;
const DAY_MS = 24 * 3600 * 1000;

/** How many captions a training has asked of a paid service, and how many it may. */
export class CaptionBudget {
  readonly #keyValues: KeyValueStore;
  readonly #max: number;
  readonly #clock: Clock;
  /**
   * What a person may ask for with training after training. It is in memory, so that deleting them, or everything, is
   * no way around it; a restart forgives a day.
   */
  readonly #ofPersons: TokenBuckets<string>;

  /** @param max requests for one training, redone ones included; a person has five times as many a day */
  constructor(keyValues: KeyValueStore, max: number, clock: Clock) {
    this.#keyValues = keyValues;
    this.#max = max;
    this.#clock = clock;
    const burst = TRAININGS_A_DAY * max;
    this.#ofPersons = new TokenBuckets({ burst, everyMs: DAY_MS / burst });
  }

  /**
   * Counts a request before it is made: one that a crash cuts off was paid for.
   *
   * @throws DomainError `captions-used-up` by this training, `captions-resting` while the person has none left
   */
  async take(ownerId: string, trainingId: string): Promise<void> {
    const waitMs = this.#ofPersons.waitMs(ownerId, this.#clock.now());
    if (waitMs > 0) throw new DomainError("captions-resting", { minutes: Math.ceil(waitMs / 60_000) });
    await this.#change(ownerId, trainingId, (count) => {
      if (count >= this.#max) throw new DomainError("captions-used-up", { max: this.#max });
      return count + 1;
    });
    this.#ofPersons.spend(ownerId, this.#clock.now());
  }

  /** A request that the service did not serve costs nothing. */
  async giveBack(ownerId: string, trainingId: string): Promise<void> {
    this.#ofPersons.giveBack(ownerId, this.#clock.now());
    await this.#change(ownerId, trainingId, (count) => Math.max(0, count - 1));
  }

  async forget(ownerId: string, trainingId: string): Promise<void> {
    await this.#keyValues.delete(CAPTION_COUNTS, `${ownerId}/${trainingId}`);
  }

  async #change(ownerId: string, trainingId: string, change: (count: number) => number): Promise<void> {
    const key = `${ownerId}/${trainingId}`;
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const stored = await this.#keyValues.read(CAPTION_COUNTS, key);
      const changed = change(typeof stored === "number" ? stored : 0);
      if (await this.#keyValues.compareAndSet(CAPTION_COUNTS, key, stored, changed)) return;
    }
    throw new DomainError("conflict");
  }
}
