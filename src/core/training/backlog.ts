import type { TrainingRepository } from "../ports/training-repository.js";
import { ACTIVE_STATUSES, type Status } from "./state.js";

/** There are as many active trainings as slots of all workers, and messages owed stay few: more are not counted. */
const COUNTED = 200;

/** What waits and what runs, in the whole database: the same from every process on it. */
export interface Backlog {
  /** How many trainings are in each state from the queue to the end; active ones up to 200. */
  readonly counts: ReadonlyMap<Status, number>;
  /** How long the first of the queue has waited; 0 when nobody waits. */
  readonly oldestWaitSeconds: number;
  /** Trainings whose last message has not arrived yet, up to 200. */
  readonly owedMessages: number;
}

/** Reads it in four questions, each of them bounded. @throws DomainError `storage-failed` */
export async function readBacklog(trainings: TrainingRepository, now: number): Promise<Backlog> {
  const [queued, first, active, owing] = await Promise.all([
    trainings.countQueuedBefore(Number.MAX_SAFE_INTEGER),
    trainings.listByStatus(["QUEUED"], 1),
    trainings.listByStatus(ACTIVE_STATUSES, COUNTED),
    trainings.listWithNotices(COUNTED),
  ]);
  const counts = new Map<Status, number>([["QUEUED", queued]]);
  for (const status of ACTIVE_STATUSES) {
    counts.set(status, active.filter((training) => training.status === status).length);
  }
  const oldest = first[0]?.queuedAt ?? now;
  return {
    counts,
    oldestWaitSeconds: Math.max(0, now - oldest) / 1000,
    owedMessages: owing.length,
  };
}
