import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { Slot } from "../ports/job-runtime.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { TrainingEvents } from "./events.js";
import { LEASE_MS } from "./lease.js";
import type { Training } from "./model.js";

export interface ClaimDependencies {
  readonly trainings: TrainingRepository;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly workerId: string;
  /** Whether it may begin trainings now; those that it has begun it goes on with in any case. */
  readonly mayClaim: () => Promise<boolean>;
}

/** The trainings that this process has claimed, and how it comes by the next one. */
export class Claims {
  readonly #deps: ClaimDependencies;
  readonly #held = new Set<string>();
  readonly #shutdown: AbortSignal;
  #line: Promise<unknown> = Promise.resolve();

  /** @param shutdown aborts when nothing more is to be claimed */
  constructor(deps: ClaimDependencies, shutdown: AbortSignal) {
    this.#deps = deps;
    this.#shutdown = shutdown;
  }

  /** Whether the training is in the hands of this process, being published included. */
  holds(trainingId: string): boolean {
    return this.#held.has(trainingId);
  }

  /** The job has ended, or this worker let go of it. */
  release(trainingId: string): void {
    this.#held.delete(trainingId);
  }

  /**
   * The training that is next for the slot, held from now on; undefined when none waits. One slot after the
   * other: what one has claimed must stand among the held ones before the next one asks.
   */
  async next(
    slot: Slot,
    ownSlots: readonly Slot[],
    recipeIds: readonly string[],
  ): Promise<Training | undefined> {
    const claiming = this.#line.then(() => this.#claim(slot, ownSlots, recipeIds));
    this.#line = claiming.catch(() => undefined);
    return claiming;
  }

  async #claim(
    slot: Slot,
    ownSlots: readonly Slot[],
    recipeIds: readonly string[],
  ): Promise<Training | undefined> {
    if (this.#shutdown.aborted) return undefined;
    const { trainings, clock, ids, workerId, mayClaim } = this.#deps;
    const ownOnly = !(await mayClaim());
    const now = clock.now();
    const training = await trainings.claim({
      workerId,
      slotId: slot.id,
      ownSlotIds: ownSlots.map(({ id }) => id),
      recipeIds,
      now,
      leaseMs: LEASE_MS,
      jobId: ids.next(),
      except: [...this.#held],
      ownOnly,
    });
    if (training === undefined) return undefined;
    this.#held.add(training.id);
    this.#tellWait(training, now);
    return training;
  }

  /** Of a training that was put back in the queue nobody knows how long it stood there. */
  #tellWait(training: Training, now: number): void {
    const { job, status, queuedAt = now } = training;
    if (status !== "PREPARING" || job?.attempt !== 1) return;
    const seconds = Math.max(0, now - queuedAt) / 1000;
    this.#deps.events.publish({ type: "moved", training, from: "QUEUED", seconds });
  }
}
