import type { Posting } from "../../src/core/points/posting.js";
import type { LedgerStore } from "../../src/core/ports/ledger-store.js";
import type { Random } from "./random.js";

/** What the process was killed with, as it looks from within a test. */
export class Killed extends Error {}

/**
 * Books in memory, for histories by the thousand. Each call lets others go first for a while, as the random
 * numbers say, and is killed now and then: before it did its work, or after it.
 */
export class MemoryLedger implements LedgerStore {
  readonly postings: Posting[] = [];
  readonly #random: Random;
  readonly #killedIn: number;

  /** @param killedIn one call of so many is killed; none where it is 0 */
  constructor(random: Random, killedIn: number) {
    this.#random = random;
    this.#killedIn = killedIn;
  }

  append(posting: Posting): Promise<boolean> {
    return this.#call(() => {
      const { id, personId, sequence } = posting;
      const taken = this.postings.some(
        (other) => other.id === id || (other.personId === personId && other.sequence === sequence),
      );
      if (!taken) this.postings.push(posting);
      return !taken;
    });
  }

  get(id: string): Promise<Posting | undefined> {
    return this.#call(() => this.postings.find((posting) => posting.id === id));
  }

  async last(personId: string): Promise<Posting | undefined> {
    return (await this.list(personId, { limit: 1 }))[0];
  }

  list(
    personId: string,
    { limit, before = Infinity }: { limit: number; before?: number },
  ): Promise<Posting[]> {
    return this.#call(() =>
      this.#inOrder()
        .filter((posting) => posting.personId === personId && posting.sequence < before)
        .reverse()
        .slice(0, limit),
    );
  }

  page(after: Pick<Posting, "personId" | "sequence"> | undefined, limit: number): Promise<Posting[]> {
    return this.#call(() => {
      const all = this.#inOrder();
      const from = after === undefined ? 0 : all.findIndex((posting) => compare(posting, after) > 0);
      return from < 0 ? [] : all.slice(from, from + limit);
    });
  }

  async #call<T>(work: () => T): Promise<T> {
    for (let turns = this.#random.below(4); turns > 0; turns--) await Promise.resolve();
    if (this.#isKilled()) throw new Killed();
    const result = work();
    for (let turns = this.#random.below(3); turns > 0; turns--) await Promise.resolve();
    if (this.#isKilled()) throw new Killed();
    return result;
  }

  #isKilled(): boolean {
    return this.#killedIn > 0 && this.#random.below(this.#killedIn) === 0;
  }

  #inOrder(): Posting[] {
    return [...this.postings].sort(compare);
  }
}

type Place = Pick<Posting, "personId" | "sequence">;

function compare(one: Place, other: Place): number {
  if (one.personId !== other.personId) return one.personId < other.personId ? -1 : 1;
  return one.sequence - other.sequence;
}
