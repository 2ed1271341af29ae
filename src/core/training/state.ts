import { DomainError } from "../errors.js";

/** The states of a training, in the order of a run that goes well. */
export const STATUSES = [
  "DRAFT",
  "QUEUED",
  "PREPARING",
  "TRAINING",
  "PUBLISHING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const;

export type Status = (typeof STATUSES)[number];

/**
 * The one table of the house: from a state to those that may follow. A lost worker takes an active state
 * back to QUEUED, or on, by what the reconciler finds. What failed or was stopped may be taken up again by its person.
 */
const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  DRAFT: ["QUEUED"],
  QUEUED: ["PREPARING", "CANCELLED", "FAILED"],
  PREPARING: ["TRAINING", "QUEUED", "CANCELLED", "FAILED"],
  TRAINING: ["PUBLISHING", "QUEUED", "CANCELLED", "FAILED"],
  PUBLISHING: ["COMPLETED", "QUEUED", "CANCELLED", "FAILED"],
  COMPLETED: [],
  FAILED: ["QUEUED"],
  CANCELLED: ["QUEUED"],
};

/** States in which a worker holds the training. */
export const ACTIVE_STATUSES = ["PREPARING", "TRAINING", "PUBLISHING"] as const satisfies readonly Status[];

/** States in which a training rests: nothing happens to it by itself any more. */
export const TERMINAL_STATUSES = ["COMPLETED", "FAILED", "CANCELLED"] as const satisfies readonly Status[];

export function canMove(from: Status, to: Status): boolean {
  return TRANSITIONS[from].includes(to);
}

export function isActive(status: Status): boolean {
  return (ACTIVE_STATUSES as readonly Status[]).includes(status);
}

export function isTerminal(status: Status): boolean {
  return (TERMINAL_STATUSES as readonly Status[]).includes(status);
}

/** A training came into a state, or a worker took it over in the one it was in. */
export interface Happening {
  readonly what: Status | "TAKEN_OVER";
  readonly at: number;
}

/** So many of the latest are kept: a training may be taken up again without end. */
export const REMEMBERED = 30;

interface Stateful {
  readonly status: Status;
  readonly history?: readonly Happening[];
}

/** A copy that remembers it. */
export function remembering<T extends Stateful>(training: T, happening: Happening): T {
  return { ...training, history: [...(training.history ?? []), happening].slice(-REMEMBERED) };
}

/**
 * The only writer of `status`: gives a copy of the training in the new state.
 *
 * @param at when that is; milliseconds since 1970 (UTC)
 * @throws DomainError `conflict` when the table has no such step
 */
export function move<T extends Stateful>(training: T, to: Status, at: number): T {
  if (!canMove(training.status, to)) {
    throw new DomainError("conflict", { from: training.status, to });
  }
  return remembering({ ...training, status: to }, { what: to, at });
}
