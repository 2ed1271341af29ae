import { isDomainError } from "../errors.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingEvents } from "./events.js";
import type { Training } from "./model.js";
import { withPatience } from "./patience.js";
import type { TrainingRecords } from "./records.js";
import { isActive } from "./state.js";

/** How long a worker may be silent before its job is another's. */
export const LEASE_MS = 60_000;
/** A cancellation by another process is seen at a renewal: within 10 s the trainer has heard of it. */
const RENEW_MS = 5_000;

/**
 * Why a worker has to let go of a job: the training was cancelled or deleted; another attempt has it; this
 * process ends; the records stayed away for so long that another may have it by now.
 */
export type LeaseEnd = "cancelled" | "lost" | "shutdown" | "unreachable";

export class LeaseEnded extends Error {
  readonly reason: LeaseEnd;

  constructor(reason: LeaseEnd) {
    super(`the job's lease ended: ${reason}`);
    this.name = "LeaseEnded";
    this.reason = reason;
  }
}

/**
 * A worker's right to one job. It is renewed in time, and every change to the training goes through it: a
 * worker that slept past its lease finds another attempt's number there and writes nothing.
 */
export class Lease {
  readonly #records: TrainingRecords;
  readonly #events: TrainingEvents;
  readonly #now: () => number;
  readonly #logger: Logger;
  readonly #id: string;
  readonly #attempt: number;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #heldUntil: number;

  constructor(
    deps: { records: TrainingRecords; events: TrainingEvents; now: () => number; logger: Logger },
    training: Training,
  ) {
    this.#records = deps.records;
    this.#events = deps.events;
    this.#now = deps.now;
    this.#logger = deps.logger;
    this.#id = training.id;
    this.#attempt = training.job?.attempt ?? 0;
    this.#heldUntil = training.job?.leaseUntil ?? 0;
    this.#timer = setInterval(() => void this.#renew(), RENEW_MS);
    this.#timer.unref();
  }

  /** Aborts with a {@link LeaseEnded} as its reason. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends it for a reason; the first one counts. */
  end(reason: LeaseEnd): void {
    this.#abort.abort(new LeaseEnded(reason));
  }

  /**
   * Changes the training as long as the lease holds; the lease is renewed on the way. Listeners hear of a
   * change of its state.
   *
   * @throws LeaseEnded when the training was cancelled, deleted or taken by another worker
   */
  async change(change: (training: Training) => Training): Promise<Training> {
    this.#abort.signal.throwIfAborted();
    let before: Training | undefined;
    try {
      const stored = await this.#records.change(this.#id, (training) => {
        before = training;
        return this.#changed(training, change);
      });
      this.#heldUntil = stored.job?.leaseUntil ?? 0;
      this.#tellMove(before, stored);
      return stored;
    } catch (error) {
      const ended = isDomainError(error, "not-found") ? new LeaseEnded("cancelled") : error;
      if (ended instanceof LeaseEnded) this.end(ended.reason);
      throw ended;
    }
  }

  /**
   * As {@link change}, for a step that has to be in the record: when the store is away it is asked again.
   *
   * @throws LeaseEnded also when the store stays away; the job goes on from its record with the next claim
   */
  async commit(change: (training: Training) => Training): Promise<Training> {
    try {
      return await withPatience(() => this.change(change), this.signal);
    } catch (error) {
      if (!isDomainError(error, "storage-failed", "disk-full")) throw error;
      this.#logger.error("could not write a step of a job", { error });
      this.end("unreachable");
      throw new LeaseEnded("unreachable");
    }
  }

  /** Stops renewing. */
  release(): void {
    clearInterval(this.#timer);
  }

  #changed(training: Training, change: (training: Training) => Training): Training {
    const reason = this.#lossIn(training);
    if (reason !== undefined) throw new LeaseEnded(reason);
    const changed = change(training);
    if (changed.job === undefined) return changed;
    const now = this.#now();
    const moved = changed.status !== training.status && { phaseSince: now };
    return { ...changed, job: { ...changed.job, ...moved, leaseUntil: now + LEASE_MS } };
  }

  #tellMove(before: Training | undefined, stored: Training): void {
    if (before?.job === undefined || before.status === stored.status) return;
    const since = before.job.phaseSince ?? before.job.claimedAt;
    const until = stored.job?.phaseSince ?? since;
    this.#events.publish({
      type: "moved",
      training: stored,
      from: before.status,
      seconds: Math.max(0, until - since) / 1000,
    });
  }

  #lossIn(training: Training): LeaseEnd | undefined {
    if (training.status === "CANCELLED") return "cancelled";
    if (!isActive(training.status) || training.job?.attempt !== this.#attempt) return "lost";
    return undefined;
  }

  async #renew(): Promise<void> {
    if (this.#abort.signal.aborted) return;
    try {
      await this.change((training) => ({ ...training }));
    } catch (error) {
      if (error instanceof LeaseEnded) return;
      this.#logger.warn("could not renew a lease", { error });
      // The store may answer another worker: past the lease the job may be that one's already.
      if (this.#now() >= this.#heldUntil) this.end("unreachable");
    }
  }
}
