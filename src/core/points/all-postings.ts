import type { LedgerStore } from "../ports/ledger-store.js";
import type { Posting } from "./posting.js";

/** So many at a time. */
const PAGE = 500;
/** Of one person; who looks for the latest reads no further than that. */
const PERSONS_PAGE = 100;

/**
 * A person's, newest first.
 *
 * @param options.from only those before this sequence number
 * @param options.limit how many are read at once
 */
export async function* postingsOf(
  store: Pick<LedgerStore, "list">,
  personId: string,
  { from, limit = PERSONS_PAGE }: { from?: number | undefined; limit?: number } = {},
): AsyncGenerator<Posting> {
  for (let before = from; ;) {
    const page = await store.list(personId, { limit, ...(before !== undefined && { before }) });
    yield* page;
    before = page.at(-1)?.sequence;
    if (page.length < limit) return;
  }
}

/** Everybody's: one person's after the other's, each in their order. */
export async function* allPostings(store: Pick<LedgerStore, "page">): AsyncGenerator<Posting> {
  for (let after: Posting | undefined; ;) {
    const page = await store.page(after, PAGE);
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
