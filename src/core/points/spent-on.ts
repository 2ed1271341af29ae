import type { Posting } from "./posting.js";
import { chargeOf } from "./settling.js";

/**
 * The holds of the runs that took what is missing to pay purchases back: from the newest to the oldest of the purchases,
 * until they make it up. A run whose charge was given back took nothing; one that has not ended may take all it holds.
 *
 * @param postings a person's, newest first
 * @param purchases theirs, whose points are owed; one at least
 * @returns those of which there may be rewards; undefined where nothing is missing
 */
export async function spentOn(
  postings: AsyncIterable<Posting>,
  purchases: readonly Posting[],
): Promise<string[] | undefined> {
  const oldest = Math.min(...purchases.map(({ sequence }) => sequence));
  let missing = purchases.reduce((sum, { lines }) => sum + (lines.available ?? 0), 0);
  const runs: string[] = [];
  const ended = new Set<string>();
  const returned = new Set<string>();
  let isNewest = true;
  for await (const { kind, sequence, lines, after, about } of postings) {
    if (isNewest) missing -= after.available;
    if (isNewest && missing <= 0) return undefined;
    isNewest = false;
    if (missing <= 0 || sequence <= oldest) break;
    const hold = String(about["hold"]);
    // Newest first: what became of a run is met before the run.
    if (kind === "charge-return") returned.add(hold);
    if (kind === "settlement") {
      ended.add(hold);
      if (!returned.has(hold)) missing -= chargeOf(lines);
      if (!returned.has(hold) && (lines.rewards ?? 0) > 0) runs.push(hold);
    }
    if (kind === "hold" && !ended.has(hold)) {
      missing -= lines.held ?? 0;
      runs.push(hold);
    }
  }
  return runs;
}
