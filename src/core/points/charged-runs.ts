import type { LedgerStore } from "../ports/ledger-store.js";
import { allPostings, postingsOf } from "./all-postings.js";
import { keyOfReturn } from "./keys.js";
import type { Posting } from "./posting.js";
import { chargeOf } from "./settling.js";

/** What the runs of one training were charged. */
export interface ChargedRuns {
  readonly personId: string;
  /** Points, those that were given back since among them. */
  readonly points: number;
  /** The holds of the runs whose charge was not given back yet, and how many points these are. */
  readonly open: readonly string[];
  readonly openPoints: number;
}

/**
 * What a training has cost, as the books say; undefined where they know of no run of it.
 *
 * @param personId whose it is, where that is known; else all the books are read
 */
export async function chargedRuns(
  store: LedgerStore,
  trainingId: string,
  personId: string | undefined,
): Promise<ChargedRuns | undefined> {
  const settlements: Posting[] = [];
  const postings = personId === undefined ? allPostings(store) : postingsOf(store, personId);
  for await (const posting of postings)
    if (posting.kind === "settlement" && posting.about["training"] === trainingId) settlements.push(posting);
  const [first] = settlements;
  if (first === undefined) return undefined;
  const open: string[] = [];
  let [points, openPoints] = [0, 0];
  for (const { about, lines } of settlements) {
    const charge = chargeOf(lines);
    const hold = String(about["hold"]);
    points += charge;
    if (charge === 0 || (await store.get(keyOfReturn(hold))) !== undefined) continue;
    open.push(hold);
    openPoints += charge;
  }
  return { personId: first.personId, points, open, openPoints };
}
