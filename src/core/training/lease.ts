import { isDomainError } from "../errors.js";
import type { Logger } from "../ports/logger.js";
import type { Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { isActive } from "./state.js";

/** How long a worker may be silent before its job is another's. */
export const LEASE_MS = 60_000;
const RENEW_MS = LEASE_MS / 4;

/** Why a worker has to let go of a job. */
export type LeaseEnd = "cancelled" | "lost" | "shutdown";

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
  readonly #now: () => number;
  readonly #logger: Logger;
  readonly #id: string;
  readonly #attempt: number;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(deps: { records: TrainingRecords; now: () => number; logger: Logger }, training: Training) {
    this.#records = deps.records;
    this.#now = deps.now;
    this.#logger = deps.logger;
    this.#id = training.id;
    this.#attempt = training.job?.attempt ?? 0;
    this.#timer = setInterval(() => void this.#renew(), RENEW_MS);
    this.#timer.unref();
  }

  /** Aborts with a {@link LeaseEnded} as its reason. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  end(reason: LeaseEnd): void {
    this.#abort.abort(new LeaseEnded(reason));
  }

  /**
   * Changes the training as long as the lease holds; the lease is renewed on the way.
   *
   * @throws LeaseEnded when the training was cancelled, deleted or taken by another worker
   */
  async change(change: (training: Training) => Training): Promise<Training> {
    this.#abort.signal.throwIfAborted();
    try {
      return await this.#records.change(this.#id, (training) => {
        const reason = this.#lossIn(training);
        if (reason !== undefined) throw new LeaseEnded(reason);
        const changed = change(training);
        return changed.job === undefined
          ? changed
          : { ...changed, job: { ...changed.job, leaseUntil: this.#now() + LEASE_MS } };
      });
    } catch (error) {
      const ended = isDomainError(error, "not-found") ? new LeaseEnded("cancelled") : error;
      if (ended instanceof LeaseEnded) this.#abort.abort(ended);
      throw ended;
    }
  }

  /** Stops renewing. */
  release(): void {
    clearInterval(this.#timer);
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
      // The store is away for a moment: the next renewal tries again, well before the lease is over.
      this.#logger.warn("could not renew a lease", { training: this.#id, error });
    }
  }
}
