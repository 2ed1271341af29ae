import type { Ids } from "../ports/ids.js";
import type { Clock } from "../ports/clock.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Workspaces } from "../ports/workspace.js";
import { fits, RECIPES } from "../recipes/index.js";
import { Claims } from "./claims.js";
import type { TrainingEvents } from "./events.js";
import type { JobRunner } from "./job.js";
import type { Training } from "./model.js";
import type { Outlook } from "./outlook.js";
import { Prefetch } from "./prefetch.js";
import { SlotUsage } from "./slot-usage.js";
import { Sweeper } from "./sweeper.js";

/** How long a slot waits when the queue is empty and nobody calls: other workers' queues are seen this late. */
const POLL_MS = 2_000;
/** While slots are busy, the head of the queue is looked at this often for what can be prepared. */
const LOOK_AHEAD_MS = 10_000;
/** Trainings that are published at a time beside those that train; more would fill the disk when storage is away. */
const MAX_PUBLISHING = 4;

export interface SchedulerDependencies {
  readonly trainings: TrainingRepository;
  readonly outlook: Outlook;
  readonly runner: JobRunner;
  readonly runtime: JobRuntime;
  readonly workspaces: Workspaces;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** This installation's name among workers on one store; the same after a restart. */
  readonly workerId: string;
  /** Whether new trainings may be taken; when not, only what this worker had before a restart is taken up. */
  readonly mayClaim: () => Promise<boolean>;
}

/** Gives each slot the training that is next, for as long as the process lives. */
export class Scheduler {
  /** How much of the time its slots were busy. */
  readonly usage: SlotUsage;
  readonly #deps: SchedulerDependencies;
  readonly #shutdown = new AbortController();
  readonly #claims: Claims;
  /** Trainings at work here whose record is gone. */
  readonly #deleted = new Set<string>();
  readonly #publishing = new Set<Promise<boolean>>();
  readonly #wakers = new Set<() => void>();
  readonly #sweeper: Sweeper;
  readonly #prefetch: Prefetch;
  #slots: readonly Slot[] = [];
  #loops: Promise<void>[] = [];
  #lookAhead: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(deps: SchedulerDependencies) {
    this.#deps = deps;
    this.usage = new SlotUsage(deps.clock);
    this.#claims = new Claims(deps, this.#shutdown.signal);
    const inUse = (trainingId: string): boolean => this.#claims.holds(trainingId);
    this.#sweeper = new Sweeper({ ...deps, inUse });
    this.#prefetch = new Prefetch({ ...deps, inUse });
  }

  /** Cleans up after an earlier life, then begins to claim on every slot. */
  async start(slots: readonly Slot[]): Promise<void> {
    await this.#sweeper.start();
    this.#slots = slots;
    this.#unsubscribe = this.#deps.events.subscribe((event) => {
      if (event.type === "queued") for (const wake of this.#wakers) wake();
      if (event.type === "queued" || event.type === "notice") this.#prepareAhead();
      if (event.type === "deleted") this.#onDeleted(event.training.id);
    });
    this.#lookAhead = setInterval(() => {
      this.#prepareAhead();
    }, LOOK_AHEAD_MS);
    this.#lookAhead.unref();
    for (const { id } of slots) this.usage.add(id);
    this.#loops = slots.map((slot) => this.#serve(slot));
  }

  /** Stops claiming and lets go of what runs; the trainers run on and are found by the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#lookAhead);
    this.#shutdown.abort();
    await Promise.all(this.#loops);
    await Promise.all(this.#publishing);
    await this.#prefetch.stop();
    await this.#sweeper.stop();
  }

  async #serve(slot: Slot): Promise<void> {
    const recipeIds = recipesFor(slot);
    while (!this.#shutdown.signal.aborted) {
      try {
        if (!(await this.#runNext(slot, recipeIds))) await this.#idle();
      } catch (error) {
        this.#deps.logger.error("could not claim a training", { slot: slot.id, error });
        await this.#idle();
      }
    }
  }

  /** Trains one training. Gives false when there is none, or it has to wait for a store or an engine. */
  async #runNext(slot: Slot, recipeIds: readonly string[]): Promise<boolean> {
    while (this.#publishing.size >= MAX_PUBLISHING) await Promise.race(this.#publishing);
    const training = await this.#claims.next(slot, this.#slots, recipeIds);
    if (training === undefined) return false;
    const { logger } = this.#deps;
    logger.info("claimed a training", { training: training.id, slot: slot.id, status: training.status });
    this.usage.begin(slot.id);
    try {
      return await this.#untilSlotFree(training, slot);
    } finally {
      this.usage.end(slot.id);
    }
  }

  /** The job's end, or true as soon as it needs its slot no more; then it is published beside the next one. */
  async #untilSlotFree(training: Training, slot: Slot): Promise<boolean> {
    return new Promise<boolean>((resolve, reject) => {
      const ended = this.#runJob(training, slot, () => {
        this.#publishing.add(ended);
        resolve(true);
      });
      ended.then(resolve, reject).finally(() => this.#publishing.delete(ended));
    });
  }

  async #runJob(training: Training, slot: Slot, onSlotFree: () => void): Promise<boolean> {
    try {
      await this.#prefetch.handOver(training.id);
      this.#prepareAhead();
      return await this.#deps.runner.run(training, slot, this.#shutdown.signal, onSlotFree);
    } finally {
      this.#claims.release(training.id);
      if (this.#deleted.delete(training.id)) this.#sweeper.look(training.id);
    }
  }

  /** Its photos must not wait for the next sweep; what is at work here is looked at when it has let go. */
  #onDeleted(trainingId: string): void {
    if (this.#claims.holds(trainingId)) this.#deleted.add(trainingId);
    else this.#sweeper.look(trainingId);
  }

  /** While all slots are busy, those that come next are made ready; an idle slot takes them at once anyway. */
  #prepareAhead(): void {
    const busy = this.usage.states().every((slot) => slot.busy);
    const recipeIds = new Set(this.#slots.flatMap((slot) => recipesFor(slot)));
    this.#prefetch.refresh([...recipeIds], busy ? this.#slots.length : 0);
  }

  /** Until a training is queued here, the poll is due, or the process shuts down. */
  async #idle(): Promise<void> {
    const { signal } = this.#shutdown;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS);
      this.#wakers.add(wake);
      signal.addEventListener("abort", wake);
    });
  }
}

function recipesFor(slot: Slot): string[] {
  return RECIPES.filter((recipe) => fits(recipe, slot)).map((recipe) => recipe.id);
}
