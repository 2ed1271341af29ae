import type { Model } from "mongoose";
import type { Posting } from "../../core/points/posting.js";
import type { LedgerStore } from "../../core/ports/ledger-store.js";
import type { Collections } from "./collections.js";
import { fromStored, toStored, type StoredPosting } from "./documents.js";
import { isDuplicate, type Attempt } from "./errors.js";

/** A posting is one document: its lines come all together or not at all, with no transaction. */
export class MongoLedgerStore implements LedgerStore {
  readonly #postings: Model<StoredPosting>;
  readonly #attempt: Attempt;

  constructor({ postings }: Collections, attempt: Attempt) {
    this.#postings = postings;
    this.#attempt = attempt;
  }

  append(posting: Posting): Promise<boolean> {
    return this.#attempt(async () => {
      try {
        await this.#postings.insertOne(toStored(posting));
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
  }

  get(id: string): Promise<Posting | undefined> {
    return this.#attempt(async () => {
      const found = await this.#postings.findOne({ _id: id }).lean<StoredPosting | null>();
      return found === null ? undefined : fromStored<Posting>(found);
    });
  }

  async last(personId: string): Promise<Posting | undefined> {
    const [last] = await this.list(personId, { limit: 1 });
    return last;
  }

  list(personId: string, { limit, before }: { limit: number; before?: number }): Promise<Posting[]> {
    return this.#attempt(async () => {
      const found = await this.#postings
        .find({ personId, ...(before !== undefined && { sequence: { $lt: before } }) })
        .sort({ sequence: -1 })
        .limit(limit)
        .lean<StoredPosting[]>();
      return found.map(fromStored<Posting>);
    });
  }

  page(after: Pick<Posting, "personId" | "sequence"> | undefined, limit: number): Promise<Posting[]> {
    const following =
      after === undefined
        ? { personId: { $gte: "" } }
        : {
            $or: [
              { personId: after.personId, sequence: { $gt: after.sequence } },
              { personId: { $gt: after.personId } },
            ],
          };
    return this.#attempt(async () => {
      const found = await this.#postings
        .find(following)
        .sort({ personId: 1, sequence: 1 })
        .hint("personId_1_sequence_1")
        .limit(limit)
        .lean<StoredPosting[]>();
      return found.map(fromStored<Posting>);
    });
  }
}
