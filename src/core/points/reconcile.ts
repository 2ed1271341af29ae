import type { LedgerStore } from "../ports/ledger-store.js";
import { audit, type Audit } from "./audit.js";

/** Points that a training which waits, runs or is just being started says to have held. */
export interface OpenRun {
  readonly hold: string;
  readonly points: number;
  readonly trainingId: string;
}

/** The trainings' side of the books. */
export interface Runs {
  /** Every one that has not ended and says that points are held for it, in any order. */
  openRuns(): AsyncIterable<OpenRun>;
  /** Whether a hold is of a Start that is under way, or was cut off and is about to be given back. */
  isStarting(hold: string): Promise<boolean>;
}

/** Something that is not as it must be. */
export type Difference =
  /** In the books themselves; the words name the posting. */
  | { readonly kind: "posting"; readonly fault: string }
  /** Points stay held though no training waits or runs for them: it ended, or is gone, and was not settled. */
  | { readonly kind: "hold-alone"; readonly hold: string; readonly personId: string; readonly points: number }
  /** A training that waits or runs says that points are held for it, and none are. */
  | {
      readonly kind: "run-alone";
      readonly hold: string;
      readonly trainingId: string;
      readonly points: number;
    }
  | {
      readonly kind: "points-differ";
      readonly hold: string;
      readonly trainingId: string;
      /** What the training says. */
      readonly points: number;
      /** What the books say. */
      readonly held: number;
    }
  /** What a settlement sets aside for rewards is not what was posted of them. */
  | {
      readonly kind: "rewards-differ";
      readonly hold: string;
      readonly personId: string;
      readonly points: number;
      readonly posted: number;
    };

export interface Reconciliation {
  readonly persons: number;
  readonly postings: number;
  /** What all persons have together, the held ones included. */
  readonly points: number;
  readonly held: number;
  /** None when the books are right. */
  readonly differences: readonly Difference[];
}

/**
 * Proves the books on the live data: every posting computed anew, the open holds against the trainings, and the rewards
 * against the settlements that they were made of. People go on meanwhile, and a training and its posting are two writes,
 * as are a settlement and a reward: where the two differ, both are read once more a little later, and what differs then
 * as well is told. A posting's own fault cannot pass.
 *
 * @param pause resolves after the time that a process needs to write what belongs together, or to see that it cannot
 * @throws DomainError `storage-failed`
 */
export async function reconcile(
  store: LedgerStore,
  runs: Runs,
  pause: () => Promise<void>,
): Promise<Reconciliation> {
  const first = await readBoth(store, runs);
  if (first.crossed.length === 0) return reported(first.books, []);
  await pause();
  const second = await readBoth(store, runs);
  const before = new Set(first.crossed.map(keyOf));
  return reported(
    second.books,
    second.crossed.filter((difference) => before.has(keyOf(difference))),
  );
}

interface Reading {
  readonly books: Audit;
  /** Differences between what is written in two places. */
  readonly crossed: readonly Crossed[];
}

type Crossed = Exclude<Difference, { kind: "posting" }>;

async function readBoth(store: LedgerStore, runs: Runs): Promise<Reading> {
  const books = await audit(store);
  const alone = new Map(books.open);
  const crossed: Crossed[] = [];
  for await (const { hold, points, trainingId } of runs.openRuns()) {
    const held = books.open.get(hold)?.points;
    alone.delete(hold);
    if (held === undefined) crossed.push({ kind: "run-alone", hold, trainingId, points });
    else if (held !== points) crossed.push({ kind: "points-differ", hold, trainingId, points, held });
  }
  for (const [hold, { personId, points }] of alone)
    if (!(await runs.isStarting(hold))) crossed.push({ kind: "hold-alone", hold, personId, points });
  for (const [hold, { personId, points, posted }] of books.rewarded)
    if (points !== posted) crossed.push({ kind: "rewards-differ", hold, personId, points, posted });
  return { books, crossed };
}

function reported(
  { persons, postings, balance, faults }: Audit,
  crossed: readonly Crossed[],
): Reconciliation {
  return {
    persons,
    postings,
    points: balance.available + balance.held,
    held: balance.held,
    differences: [...faults.map((fault) => ({ kind: "posting", fault }) as const), ...crossed],
  };
}

function keyOf({ kind, hold }: Crossed): string {
  return `${kind} ${hold}`;
}
