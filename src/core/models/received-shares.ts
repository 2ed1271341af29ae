import type { KeyValueStore } from "../ports/key-value-store.js";

/** What a person took, by person. */
const RECEIVED = "received-models";
/** Writers of one person's list are few: their taps on two devices. */
const MAX_TRIES = 10;

/** A share that a person took. It names nobody, so that nothing of its owner stays when they are forgotten. */
export interface ReceivedShare {
  readonly token: string;
  readonly acceptedAt: number;
}

/** What is kept of the models that people took. */
export class ReceivedShares {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  /** What a person took, in the order in which they did. */
  async of(userId: string): Promise<readonly ReceivedShare[]> {
    return ((await this.#keyValues.read(RECEIVED, userId)) ?? []) as readonly ReceivedShare[];
  }

  /** Changes what a person has; again from the start when somebody else wrote in between. */
  async change(
    userId: string,
    change: (received: readonly ReceivedShare[]) => readonly ReceivedShare[],
  ): Promise<void> {
    for (let tries = 1; ; tries++) {
      const stored = await this.#keyValues.read(RECEIVED, userId);
      const before = (stored ?? []) as readonly ReceivedShare[];
      const after = change(before);
      if (after === before) return;
      if (await this.#keyValues.compareAndSet(RECEIVED, userId, stored, after)) return;
      if (tries === MAX_TRIES) throw new Error(`the shares of ${userId} are written to without an end`);
    }
  }

  /** Deletes what a person took. */
  async forget(userId: string): Promise<void> {
    await this.#keyValues.delete(RECEIVED, userId);
  }
}
