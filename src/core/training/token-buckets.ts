/** So many at once, and then one in so many milliseconds. */
export interface Allowance {
  readonly burst: number;
  readonly everyMs: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** A bucket of tokens for each key: full in the beginning, emptied one by one, filled again with time. */
export class TokenBuckets<Key> {
  readonly #allowance: Allowance;
  readonly #buckets = new Map<Key, Bucket>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Keys whose bucket is not full; the others need no memory. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token if there is one. @param at milliseconds; a time before the last one counts as the last one */
  take(key: Key, at: number): boolean {
    if (this.waitMs(key, at) > 0) return false;
    this.spend(key, at);
    return true;
  }

  /** Takes one token, also of an empty bucket: it is filled the later. */
  spend(key: Key, at: number): void {
    this.#set(key, at, this.#left(key, at) - 1);
  }

  /** Puts one token back. */
  giveBack(key: Key, at: number): void {
    this.#set(key, at, Math.min(this.#allowance.burst, this.#left(key, at) + 1));
  }

  /** Milliseconds until there is a token; 0 for now. */
  waitMs(key: Key, at: number): number {
    return Math.max(0, Math.ceil((1 - this.#left(key, at)) * this.#allowance.everyMs));
  }

  #left(key: Key, at: number): number {
    const { burst, everyMs } = this.#allowance;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.left + Math.max(0, at - bucket.at) / everyMs);
  }

  #set(key: Key, at: number, left: number): void {
    const last = this.#buckets.get(key)?.at ?? at;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left, at: Math.max(at, last) });
    this.#dropFull(at);
  }

  /** The first in the map is the one that was left alone longest. */
  #dropFull(at: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#left(key, at) < this.#allowance.burst) return;
      this.#buckets.delete(key);
    }
  }
}
