import { DomainError } from "../errors.js";
import type { KeyValueStore } from "../ports/key-value-store.js";

export const CAPTION_COUNTS = "caption-counts";
/** Writers of one count are the few requests that a training has under way at once. */
const MAX_TRIES = 100;

/** How many captions a training has asked of a paid service, and how many it may. */
export class CaptionBudget {
  readonly #keyValues: KeyValueStore;
  readonly #max: number;

  /** @param max requests for one training, redone ones included */
  constructor(keyValues: KeyValueStore, max: number) {
    this.#keyValues = keyValues;
    this.#max = max;
  }

  /** Counts a request before it is made: one that a crash cuts off was paid for. @throws DomainError `captions-used-up` */
  async take(ownerId: string, trainingId: string): Promise<void> {
    await this.#change(ownerId, trainingId, (count) => {
      if (count >= this.#max) throw new DomainError("captions-used-up", { max: this.#max });
      return count + 1;
    });
  }

  /** A request that the service did not serve costs nothing. */
  async giveBack(ownerId: string, trainingId: string): Promise<void> {
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
