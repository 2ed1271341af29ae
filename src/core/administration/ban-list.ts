import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";

const NAMESPACE = "bans";
const MAX_LISTED = 100;

export interface Ban {
  readonly personId: string;
  readonly at: number;
}

/**
 * Who is banned: their ids and nothing else, so that a ban can outlive what else was known of them. Why somebody was
 * banned stands in the administrators' log.
 */
export class BanList {
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;

  constructor(keyValues: KeyValueStore, clock: Clock) {
    this.#keyValues = keyValues;
    this.#clock = clock;
  }

  async has(personId: string): Promise<boolean> {
    return (await this.#keyValues.read(NAMESPACE, personId)) !== undefined;
  }

  /** Banning again changes nothing. */
  async add(personId: string): Promise<void> {
    await this.#keyValues.compareAndSet(NAMESPACE, personId, undefined, { at: this.#clock.now() });
  }

  async remove(personId: string): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, personId);
  }

  /** A hundred at most, in the order of their ids. */
  async list(): Promise<Ban[]> {
    const entries = await this.#keyValues.list(NAMESPACE, MAX_LISTED);
    return entries.map(({ key, value }) => ({ personId: key, at: (value as { at: number }).at }));
  }
}
