import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { JobRunner } from "./job.js";
import type { Training } from "./model.js";
import type { Outlook } from "./outlook.js";

export interface PrefetchDependencies {
  readonly trainings: TrainingRepository;
  readonly outlook: Outlook;
  readonly runner: JobRunner;
  readonly logger: Logger;
  /** Whether this process has the training in its hands. */
  readonly inUse: (trainingId: string) => boolean;
}

interface Preparation {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Lays out the folders of those that are next while the slots are busy. Nothing is claimed for it: whichever
 * worker has a slot first takes the training, and this host removes a folder that it made in vain.
 */
export class Prefetch {
  readonly #deps: PrefetchDependencies;
  readonly #ahead = new Map<string, Preparation>();
  #round: Promise<void> = Promise.resolve();
  #waiting = false;
  #stopped = false;

  constructor(deps: PrefetchDependencies) {
    this.#deps = deps;
  }

  /** Drops what was prepared and has left the queue, then prepares the first `count` that fit these recipes. */
  refresh(recipeIds: readonly string[], count: number): void {
    if (this.#waiting || this.#stopped) return;
    this.#waiting = true;
    this.#round = this.#round.then(async () => {
      this.#waiting = false;
      try {
        await this.#drop();
        if (count > 0) await this.#prepareNext(recipeIds, count);
      } catch (error) {
        this.#deps.logger.warn("could not prepare the next training ahead", { error });
      }
    });
  }

  /** The training is claimed here: what was laid out for it is the job's, and nothing writes to it any more. */
  async handOver(trainingId: string): Promise<void> {
    const preparation = this.#ahead.get(trainingId);
    this.#ahead.delete(trainingId);
    preparation?.abort.abort();
    await preparation?.ended;
  }

  /** Folders stay: the next start finds them, or sweeps them away. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { abort } of this.#ahead.values()) abort.abort();
    await this.#round;
    await Promise.all([...this.#ahead.values()].map(({ ended }) => ended));
  }

  async #prepareNext(recipeIds: readonly string[], count: number): Promise<void> {
    for (const training of (await this.#line(recipeIds)).slice(0, count)) {
      const { id } = training;
      if (this.#stopped) return;
      if (this.#ahead.has(id) || this.#deps.inUse(id)) continue;
      const abort = new AbortController();
      const ended = this.#prepare(training, abort.signal);
      this.#ahead.set(id, { abort, ended });
      await ended;
    }
  }

  /** Those that wait, in the order in which they will start. */
  async #line(recipeIds: readonly string[]): Promise<Training[]> {
    const { waiting, places } = await this.#deps.outlook.view();
    const startOf = ({ id }: Training): number => places.get(id)?.startsAt ?? Number.POSITIVE_INFINITY;
    return waiting
      .filter(({ recipeId }) => recipeIds.includes(recipeId ?? ""))
      .toSorted((a, b) => startOf(a) - startOf(b));
  }

  /** A failure is for the job to meet again and to judge; here it only costs the head start. */
  async #prepare(training: Training, signal: AbortSignal): Promise<void> {
    const { runner, logger } = this.#deps;
    try {
      await runner.prepareAhead(training, signal);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn("could not prepare a training ahead", { training: training.id, error });
    }
  }

  async #drop(): Promise<void> {
    const { trainings, runner, inUse, logger } = this.#deps;
    for (const id of this.#ahead.keys()) {
      const training = await trainings.get(id);
      if (training?.status === "QUEUED" || this.#stopped || inUse(id)) continue;
      logger.info("another has what was prepared ahead, or it was cancelled", { training: id });
      this.#ahead.delete(id);
      await runner.clean(id);
    }
  }
}
