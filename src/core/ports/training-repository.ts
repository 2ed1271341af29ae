import type { Status } from "../training/state.js";
import type { Training } from "../training/model.js";

export interface ListOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly statuses?: readonly Status[];
}

export interface NamedTraining {
  readonly id: string;
  readonly name: string;
}

export interface Claim {
  readonly workerId: string;
  readonly slotId: string;
  /** All slots of this worker: what it held on another of them before a restart is left to that one. */
  readonly ownSlotIds: readonly string[];
  /** Only trainings of these recipes fit the slot. */
  readonly recipeIds: readonly string[];
  readonly now: number;
  readonly leaseMs: number;
  /** Id for the job of a training that is claimed from the queue. */
  readonly jobId: string;
  /** Trainings that this worker already runs in this process; never claimed again. */
  readonly except: readonly string[];
  /** Only what this worker already had: nothing from the queue, and nothing of other workers. */
  readonly ownOnly?: boolean;
}

/** Trainings, one document each. Every write is atomic for that document and on disk when it returns. */
export interface TrainingRepository {
  /** @throws DomainError `conflict` when the id is taken */
  insert(training: Training): Promise<void>;
  get(id: string): Promise<Training | undefined>;
  /**
   * Compare-and-set: stores the training if the stored version is still `training.version`, with the version
   * raised by one; gives what was stored.
   *
   * @throws DomainError `conflict` when somebody else wrote first or it is gone
   */
  save(training: Training): Promise<Training>;
  /** Deletes if the stored version is still this one. @throws DomainError `conflict` otherwise */
  delete(training: Training): Promise<void>;
  /** The owner's trainings, newest first. */
  listByOwner(ownerId: string, options: ListOptions): Promise<Training[]>;
  /** What the owner's trainings are called; those without a name are left out. */
  names(ownerId: string): Promise<NamedTraining[]>;
  countByOwner(ownerId: string, statuses?: readonly Status[]): Promise<number>;
  /**
   * Takes one training for a slot, atomically among all workers, and gives it back as stored:
   * first an active one whose worker lost it (another worker's, whose lease is over; or this worker's own from
   * before a restart, on this slot or on one that it has no more), kept in its state with the job's workerId,
   * slotId, attempt + 1 and a new lease; else the one whose turn it is (see `fairness.ts`), moved to PREPARING
   * with a new job of attempt 1. A training that was put back in the queue with a job keeps the job's id and
   * counts its attempt and its starts on. Two slots that take different recipes and ask within the same
   * milliseconds may both serve one person; else nobody has a second slot while another who fits it waits.
   */
  claim(claim: Claim): Promise<Training | undefined>;
  /** Trainings in these states, oldest `queuedAt` first. */
  listByStatus(statuses: readonly Status[], limit: number): Promise<Training[]>;
  /** Ended trainings in these states, newest `endedAt` first. */
  recentlyEnded(statuses: readonly Status[], limit: number): Promise<Training[]>;
  /** How many QUEUED trainings were queued before this time. */
  countQueuedBefore(queuedAt: number): Promise<number>;
  /** Trainings that still owe a message, oldest first. */
  listWithNotices(limit: number): Promise<Training[]>;
}
