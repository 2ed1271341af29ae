import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { JobExit, JobRuntime, RunningJob, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import { clipLoad } from "./estimate.js";
import type { TrainingEvents } from "./events.js";
import { prepareRuntime } from "./job-prepare.js";
import { JobProgress } from "./job-progress.js";
import type { Lease } from "./lease.js";
import { MAX_EARLIER } from "./checkpoints.js";
import type { Job, Training } from "./model.js";
import { untilRuntimeAnswers } from "./patience.js";
import type { SampleStore } from "./samples.js";
import {
  exitError,
  isResumable,
  parseTrainerEvent,
  TRAINER_EXIT,
  type TrainerEvent,
} from "./trainer-protocol.js";

/** A job that was stopped or killed from outside is started this often in all, each time from its checkpoint. */
const MAX_STARTS = 3;
const LOG_TAIL_LINES = 200;

type Left = Required<Pick<Job, "outputs" | "earlier">>;

/** Runs the trainer for one training to its end: starts or adopts it, follows its events, judges its exit. */
export class TrainerRun {
  readonly #runtime: JobRuntime;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #lease: Lease;
  readonly #folder: string;
  readonly #progress: JobProgress;
  #left: Left | undefined;
  #said: string | undefined;

  /** @param workspace the prepared one */
  constructor(
    deps: {
      runtime: JobRuntime;
      events: TrainingEvents;
      samples: SampleStore;
      clock: Clock;
      logger: Logger;
    },
    lease: Lease,
    workspace: Workspace,
    training: Training,
  ) {
    this.#runtime = deps.runtime;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#lease = lease;
    this.#folder = workspace.folder;
    this.#progress = new JobProgress(deps, lease, workspace, training);
  }

  /**
   * @returns the files that the trainer announced, of the last step and of some before
   * @throws DomainError `trainer-…`; LeaseEnded when the worker has to let go
   */
  async run(slot: Slot): Promise<Left> {
    for (;;) {
      const job = (await this.#find()) ?? (await this.#start(slot));
      const exit = await this.#follow(job);
      if (exit.code === TRAINER_EXIT.done && this.#left !== undefined) return this.#left;
      await this.#logEnd(job, exit);
      const starts = this.#training.job?.starts ?? 0;
      if (!isResumable(exit) || starts >= MAX_STARTS) throw exitError(exit, this.#said);
      await job.remove();
      this.#logger.warn("starting the trainer again from its checkpoint", { starts });
    }
  }

  get #training(): Training {
    return this.#progress.training;
  }

  #find(): Promise<RunningJob | undefined> {
    return this.#patiently(() => this.#runtime.find(this.#training.id));
  }

  #patiently<T>(ask: () => Promise<T>): Promise<T> {
    return untilRuntimeAnswers(ask, this.#lease.signal, this.#logger);
  }

  async #start(slot: Slot): Promise<RunningJob> {
    if ((this.#training.job?.starts ?? 0) >= MAX_STARTS) {
      throw new DomainError("trainer-lost", {}, { message: `lost after ${MAX_STARTS} starts` });
    }
    await prepareRuntime(this.#runtime, this.#logger, this.#lease.signal);
    await this.#progress.commit((training) => ({
      ...training,
      ...(training.job !== undefined && {
        job: {
          ...training.job,
          starts: (training.job.starts ?? 0) + 1,
          startedAt: training.job.startedAt ?? this.#clock.now(),
        },
      }),
    }));
    const recipe = recipeById(this.#training.recipeId ?? "");
    const { imageIds = [], clips = 0 } = this.#training;
    const spec = {
      jobId: this.#training.id,
      trainingId: this.#training.id,
      workerId: this.#training.job?.workerId ?? "",
      folder: this.#folder,
      slot,
      timeLimitSeconds: recipe.timeLimitHours * 3600 * clipLoad(recipe, imageIds.length, clips),
    };
    // A start that was heard and not answered is found by the next one: it is one trainer all the same.
    return this.#patiently(() => this.#runtime.start(spec));
  }

  async #follow(job: RunningJob): Promise<JobExit> {
    // What an earlier start said or left holds no longer.
    this.#left = undefined;
    this.#said = undefined;
    this.#progress.begin();
    for await (const line of job.output(this.#lease.signal)) {
      const event = parseTrainerEvent(line);
      if (event !== undefined) await this.#handle(event);
    }
    this.#lease.signal.throwIfAborted();
    const exit = await job.wait(this.#lease.signal);
    await this.#progress.finish();
    return exit;
  }

  async #handle(event: TrainerEvent): Promise<void> {
    switch (event.event) {
      case "phase":
        return this.#progress.phase(event);
      case "step":
        return this.#progress.step(event);
      case "sample":
        return this.#progress.sample(event);
      case "checkpoint":
        return this.#progress.checkpoint(event);
      case "warning":
        this.#logger.warn("the trainer warns", { code: event.code, detail: event.message });
        return;
      case "error":
        this.#said = event.message;
        return;
      case "done":
        this.#left = { outputs: event.files, earlier: (event.steps ?? []).slice(-MAX_EARLIER) };
        return;
      case "download":
      case "stopped":
        return;
    }
  }

  async #logEnd(job: RunningJob, exit: JobExit): Promise<void> {
    const log = await job.logTail(LOG_TAIL_LINES).then(
      (lines) => lines.join("\n"),
      (error: unknown) => `(the log could not be read: ${String(error)})`,
    );
    this.#logger.error("the trainer did not finish", { exit, said: this.#said, log });
  }
}
