import { isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { JobRuntime } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Workspaces } from "../ports/workspace.js";
import type { JobRunner } from "./job.js";
import { isKept } from "./keeping.js";
import type { Training } from "./model.js";
import { isActive, isTerminal } from "./state.js";

/** What could not be removed when its job ended (the engine was away) is looked for this often. */
const SWEEP_MS = 5 * 60_000;
/** And folders this often: another worker may have taken a training that waited here, or its person deleted it. */
const FOLDERS_MS = 10_000;

export interface SweeperDependencies {
  readonly trainings: TrainingRepository;
  readonly runner: JobRunner;
  readonly runtime: JobRuntime;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerId: string;
  /** Whether this process has the training in its hands. */
  readonly inUse: (trainingId: string) => boolean;
}

/** Removes what trainings left on this host that have ended, are gone or run elsewhere: a kill -9 leaves them. */
export class Sweeper {
  readonly #deps: SweeperDependencies;
  /** What could not be removed waits for the next round of everything. */
  readonly #stuck = new Set<string>();
  #round: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: SweeperDependencies) {
    this.#deps = deps;
  }

  /** Sweeps once, and then the folders every ten seconds, everything every five minutes. */
  async start(): Promise<void> {
    await this.#sweep();
    if (this.#stopped) return;
    let rounds = 0;
    this.#timer = setInterval(() => {
      const everything = (++rounds * FOLDERS_MS) % SWEEP_MS === 0;
      this.#round = this.#round.then(() => (everything ? this.#sweep() : this.#sweepFolders()));
    }, FOLDERS_MS);
    this.#timer.unref();
  }

  /** Looks at one training out of turn: it was deleted, and its photos must not wait for the next round. */
  look(trainingId: string): void {
    this.#round = this.#round.then(async () => {
      const { workspaces, logger } = this.#deps;
      try {
        if ((await workspaces.list()).includes(trainingId)) await this.#sweepOne(trainingId);
      } catch (error) {
        logger.error("could not look for what a deleted training left", { training: trainingId, error });
      }
    });
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #sweep(): Promise<void> {
    const { runtime, logger } = this.#deps;
    this.#stuck.clear();
    try {
      for (const id of await runtime.list()) await this.#sweepOne(id);
    } catch (error) {
      logger.error("could not look for what ended jobs left", { error });
      return;
    }
    await this.#sweepFolders();
  }

  async #sweepFolders(): Promise<void> {
    const { workspaces, logger } = this.#deps;
    try {
      for (const id of await workspaces.list()) await this.#sweepOne(id);
    } catch (error) {
      logger.error("could not look for what ended jobs left", { error });
    }
  }

  async #sweepOne(id: string): Promise<void> {
    const { trainings, runner, runtime, inUse, clock, logger } = this.#deps;
    if (inUse(id) || this.#stuck.has(id) || this.#stopped) return;
    try {
      const training = await trainings.get(id);
      if (this.#mayGoOn(training)) return;
      const keepFolder = training !== undefined && isKept(training, clock.now());
      if (keepFolder && (await runtime.find(id)) === undefined) return;
      logger.info("removing what an ended job left", { training: id, keepFolder });
      await runner.clean(id, keepFolder);
      // Its worker was killed before it could; what of it is gone was deleted with its record.
      if (training !== undefined && isTerminal(training.status) && training.status !== "COMPLETED") {
        await runner.withdraw(training);
      }
    } catch (error) {
      // An engine that is away comes back; what cannot be removed for another reason will not be in ten seconds.
      if (!isDomainError(error, "trainer-away")) this.#stuck.add(id);
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
