import type { Posting } from "../../src/core/points/posting.js";
import type { LedgerStore } from "../../src/core/ports/ledger-store.js";
import type { Unsteady } from "./unsteady.js";

/** Books in memory, for histories by the thousand. */
export class MemoryLedger implements LedgerStore {
  readonly postings: Posting[] = [];
  readonly #unsteady: Unsteady;

  constructor(unsteady: Unsteady) {
    this.#unsteady = unsteady;
  }

  append(posting: Posting): Promise<boolean> {
    return this.#unsteady.call(() => {
      const { id, personId, sequence } = posting;
      const taken = this.postings.some(
        (other) => other.id === id || (other.personId === personId && other.sequence === sequence),
      );
      if (!taken) this.postings.push(posting);
      return !taken;
    });
  }

  get(id: string): Promise<Posting | undefined> {
    return this.#unsteady.call(() => this.postings.find((posting) => posting.id === id));
  }

  async last(personId: string): Promise<Posting | undefined> {
    return (await this.list(personId, { limit: 1 }))[0];
  }

  list(
    personId: string,
    { limit, before = Infinity }: { limit: number; before?: number },
  ): Promise<Posting[]> {
    return this.#unsteady.call(() =>
      this.#inOrder()
        .filter((posting) => posting.personId === personId && posting.sequence < before)
        .reverse()
        .slice(0, limit),
    );
  }

  page(after: Pick<Posting, "personId" | "sequence"> | undefined, limit: number): Promise<Posting[]> {
    return this.#unsteady.call(() => {
      const all = this.#inOrder();
      const from = after === undefined ? 0 : all.findIndex((posting) => compare(posting, after) > 0);
      return from < 0 ? [] : all.slice(from, from + limit);
    });
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
