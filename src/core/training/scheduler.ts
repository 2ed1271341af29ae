import type { Ids } from "../ports/ids.js";
import type { Clock } from "../ports/clock.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Workspaces } from "../ports/workspace.js";
import { fits, RECIPES } from "../recipes/index.js";
import type { TrainingEvents } from "./events.js";
import type { JobRunner } from "./job.js";
import { LEASE_MS } from "./lease.js";
import type { Training } from "./model.js";
import { SlotUsage } from "./slot-usage.js";
import { isActive, isTerminal } from "./state.js";

/** How long a slot waits when the queue is empty and nobody calls: other workers' queues are seen this late. */
const POLL_MS = 2_000;
/** What could not be removed when its job ended (the engine was away) is looked for this often. */
const SWEEP_MS = 5 * 60_000;

export interface SchedulerDependencies {
  readonly trainings: TrainingRepository;
  readonly runner: JobRunner;
  readonly runtime: JobRuntime;
  readonly workspaces: Workspaces;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** This installation's name among workers on one store; the same after a restart. */
  readonly workerId: string;
}

/** Gives each slot the training that is next, for as long as the process lives. */
export class Scheduler {
  /** How much of the time its slots were busy. */
  readonly usage: SlotUsage;
  readonly #deps: SchedulerDependencies;
  readonly #shutdown = new AbortController();
  readonly #running = new Set<string>();
  readonly #wakers = new Set<() => void>();
  #slotIds: readonly string[] = [];
  #loops: Promise<void>[] = [];
  #claiming: Promise<unknown> = Promise.resolve();
  #sweeping: Promise<void> = Promise.resolve();
  #sweeper: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(deps: SchedulerDependencies) {
    this.#deps = deps;
    this.usage = new SlotUsage(deps.clock);
  }

  /** Cleans up after an earlier life, then begins to claim on every slot. */
  async start(slots: readonly Slot[]): Promise<void> {
    await this.#sweep();
    this.#sweeper = setInterval(() => {
      this.#sweeping = this.#sweeping.then(() => this.#sweep());
    }, SWEEP_MS);
    this.#sweeper.unref();
    this.#unsubscribe = this.#deps.events.subscribe((event) => {
      if (event.type === "queued") for (const wake of this.#wakers) wake();
    });
    this.#slotIds = slots.map((slot) => slot.id);
    for (const id of this.#slotIds) this.usage.add(id);
    this.#loops = slots.map((slot) => this.#serve(slot));
  }

  /** Stops claiming and lets go of what runs; the trainers run on and are found by the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#sweeper);
    this.#shutdown.abort();
    await Promise.all(this.#loops);
    await this.#sweeping;
  }

  async #serve(slot: Slot): Promise<void> {
    const recipeIds = RECIPES.filter((recipe) => fits(recipe, slot)).map((recipe) => recipe.id);
    while (!this.#shutdown.signal.aborted) {
      try {
        if (!(await this.#runNext(slot, recipeIds))) await this.#idle();
      } catch (error) {
        this.#deps.logger.error("could not claim a training", { slot: slot.id, error });
        await this.#idle();
      }
    }
  }

  /** Runs one training. Gives false when there is none, or it has to wait for a store or an engine. */
  async #runNext(slot: Slot, recipeIds: readonly string[]): Promise<boolean> {
    const training = await this.#claim(slot, recipeIds);
    if (training === undefined) return false;
    const { runner, logger } = this.#deps;
    logger.info("claimed a training", { training: training.id, slot: slot.id, status: training.status });
    this.usage.begin(slot.id);
    try {
      return await runner.run(training, slot, this.#shutdown.signal);
    } finally {
      this.usage.end(slot.id);
      this.#running.delete(training.id);
    }
  }

  /** One slot after the other: what one has claimed must stand in `except` before the next one asks. */
  async #claim(slot: Slot, recipeIds: readonly string[]): Promise<Training | undefined> {
    const claiming = this.#claiming.then(() => this.#claimNow(slot, recipeIds));
    this.#claiming = claiming.catch(() => undefined);
    return claiming;
  }

  async #claimNow(slot: Slot, recipeIds: readonly string[]): Promise<Training | undefined> {
    if (this.#shutdown.signal.aborted) return undefined;
    const { trainings, clock, ids, workerId } = this.#deps;
    const now = clock.now();
    const training = await trainings.claim({
      workerId,
      slotId: slot.id,
      ownSlotIds: this.#slotIds,
      recipeIds,
      now,
      leaseMs: LEASE_MS,
      jobId: ids.next(),
      except: [...this.#running],
    });
    if (training === undefined) return undefined;
    this.#running.add(training.id);
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

  /** Removes what trainings left here that have ended, are gone or run elsewhere: a kill -9 leaves them. */
  async #sweep(): Promise<void> {
    const { runtime, workspaces, logger } = this.#deps;
    try {
      const left = new Set([...(await runtime.list()), ...(await workspaces.list())]);
      for (const id of left) await this.#sweepOne(id);
    } catch (error) {
      logger.error("could not look for what ended jobs left", { error });
    }
  }

  async #sweepOne(id: string): Promise<void> {
    const { trainings, runner, logger } = this.#deps;
    if (this.#running.has(id) || this.#shutdown.signal.aborted) return;
    try {
      if (this.#mayGoOn(await trainings.get(id))) return;
      logger.info("removing what an ended job left", { training: id });
      await runner.clean(id);
    } catch (error) {
      logger.error("could not remove what an ended job left", { training: id, error });
    }
  }

  /** Whether this worker may need what is here: it holds the job, or could claim it. */
  #mayGoOn(training: Training | undefined): boolean {
    if (training === undefined || isTerminal(training.status)) return false;
    const { job, status } = training;
    if (!isActive(status) || job === undefined) return true;
    return job.workerId === this.#deps.workerId || job.leaseUntil <= this.#deps.clock.now();
  }
}
