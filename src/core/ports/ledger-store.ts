import type { Posting } from "../points/posting.js";

/** The books, append-only: what was posted is never changed. */
export interface LedgerStore {
  /**
   * Appends a posting, all of it or nothing, on disk when it returns.
   *
   * @returns false, with nothing appended, when its id or its person's sequence is taken
   */
  append(posting: Posting): Promise<boolean>;
  get(id: string): Promise<Posting | undefined>;
  /** The person's posting of the highest sequence. */
  last(personId: string): Promise<Posting | undefined>;
  /** The person's postings, newest first; those before a sequence where one is given. */
  list(personId: string, options: { limit: number; before?: number }): Promise<Posting[]>;
  /** All postings by person and sequence, from the start or from behind one of them. */
  page(after: Pick<Posting, "personId" | "sequence"> | undefined, limit: number): Promise<Posting[]>;
}
