/*
 * Who is next. First come first served among persons, not among trainings: a person with ten waiting trainings
 * has one turn, then those who came meanwhile have theirs. Nobody starves, since the time of a turn only ages,
 * and no slot stands idle for fairness' sake: a person who waits alone may have them all.
 */

/** A training in the queue. */
export interface Waiting {
  readonly id: string;
  readonly ownerId: string;
  readonly queuedAt: number;
}

/** What a person had of the slots so far. */
export interface Turns {
  /** How many of their trainings a worker holds now. */
  readonly active: number;
  /** When the latest of their trainings ended that a worker had held; absent when none did since they wait. */
  readonly endedAt?: number;
}

/** A person's first waiting training, with all that its place depends on. */
export interface Turn extends Waiting {
  readonly active: number;
  /** Since when the person waits for this turn: since it was queued, or since they had their last one. */
  readonly since: number;
}

export function turnOf({ id, ownerId, queuedAt }: Waiting, { active, endedAt = 0 }: Turns): Turn {
  return { id, ownerId, queuedAt, active, since: Math.max(queuedAt, endedAt) };
}

/** The order of turns: who has fewer slots now, then who waits longer. Negative when the first goes first. */
export function compareTurns(a: Turn, b: Turn): number {
  return a.active - b.active || a.since - b.since || compareWaiting(a, b);
}

/** The order of a person's own trainings. */
export function compareWaiting(a: Waiting, b: Waiting): number {
  return a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** The one that goes first; undefined when nobody waits. */
export function firstTurn(turns: Iterable<Turn>): Turn | undefined {
  let first: Turn | undefined;
  for (const turn of turns) {
    if (first === undefined || compareTurns(turn, first) < 0) first = turn;
  }
  return first;
}
