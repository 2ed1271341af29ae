import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { JobExit, JobRuntime, RunningJob, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import { recipeById } from "../recipes/index.js";
import type { TrainingEvents } from "./events.js";
import { prepareRuntime } from "./job-prepare.js";
import { LeaseEnded, type Lease } from "./lease.js";
import type { Progress, TrainerOutput, Training } from "./model.js";
import { untilRuntimeAnswers } from "./patience.js";
import {
  exitError,
  isResumable,
  parseTrainerEvent,
  TRAINER_EXIT,
  type TrainerEvent,
} from "./trainer-protocol.js";

/** A job that was stopped or killed from outside is started this often in all, each time from its checkpoint. */
const MAX_STARTS = 3;
/** Progress is kept in the record this often, for pages and estimates; listeners get every step. */
const KEEP_PROGRESS_MS = 5_000;
const LOG_TAIL_LINES = 200;

/** Runs the trainer for one training to its end: starts or adopts it, follows its events, judges its exit. */
export class TrainerRun {
  readonly #runtime: JobRuntime;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #lease: Lease;
  #training: Training;
  #outputs: TrainerOutput[] | undefined;
  #said: string | undefined;
  #keptAt = 0;

  constructor(
    deps: { runtime: JobRuntime; events: TrainingEvents; clock: Clock; logger: Logger },
    lease: Lease,
    training: Training,
  ) {
    this.#runtime = deps.runtime;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#lease = lease;
    this.#training = training;
  }

  /**
   * @param folder the prepared workspace
   * @returns the files that the trainer announced
   * @throws DomainError `trainer-…`; LeaseEnded when the worker has to let go
   */
  async run(folder: string, slot: Slot): Promise<readonly TrainerOutput[]> {
    for (;;) {
      const job = (await this.#find()) ?? (await this.#start(folder, slot));
      const exit = await this.#follow(job);
      if (exit.code === TRAINER_EXIT.done && this.#outputs !== undefined) return this.#outputs;
      await this.#logEnd(job, exit);
      const starts = this.#training.job?.starts ?? 0;
      if (!isResumable(exit) || starts >= MAX_STARTS) throw exitError(exit, this.#said);
      await job.remove();
      this.#logger.warn("starting the trainer again from its checkpoint", { starts });
    }
  }

  #find(): Promise<RunningJob | undefined> {
    return this.#patiently(() => this.#runtime.find(this.#training.id));
  }

  #patiently<T>(ask: () => Promise<T>): Promise<T> {
    return untilRuntimeAnswers(ask, this.#lease.signal, this.#logger);
  }

  async #start(folder: string, slot: Slot): Promise<RunningJob> {
    if ((this.#training.job?.starts ?? 0) >= MAX_STARTS) {
      throw new DomainError("trainer-lost", {}, { message: `lost after ${MAX_STARTS} starts` });
    }
    await prepareRuntime(this.#runtime, this.#logger, this.#lease.signal);
    this.#training = await this.#lease.commit((training) => ({
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
    const spec = {
      jobId: this.#training.id,
      trainingId: this.#training.id,
      workerId: this.#training.job?.workerId ?? "",
      folder,
      slot,
      timeLimitSeconds: recipe.timeLimitHours * 3600,
    };
    // A start that was heard and not answered is found by the next one: it is one trainer all the same.
    return this.#patiently(() => this.#runtime.start(spec));
  }

  async #follow(job: RunningJob): Promise<JobExit> {
    // What an earlier start said or left holds no longer.
    this.#outputs = undefined;
    this.#said = undefined;
    for await (const line of job.output(this.#lease.signal)) {
      const event = parseTrainerEvent(line);
      if (event !== undefined) await this.#handle(event);
    }
    this.#lease.signal.throwIfAborted();
    return job.wait(this.#lease.signal);
  }

  async #handle(event: TrainerEvent): Promise<void> {
    switch (event.event) {
      case "phase":
        return this.#progress({ ...this.#current(), phase: event.name });
      case "step": {
        const { step, steps, loss, secondsPerStep, etaSeconds } = event;
        return this.#progress({ phase: "train", step, steps, loss, secondsPerStep, etaSeconds });
      }
      case "sample":
        this.#events.publish({
          type: "sample",
          training: this.#training,
          step: event.step,
          path: event.path,
        });
        return;
      case "warning":
        this.#logger.warn("the trainer warns", { code: event.code, detail: event.message });
        return;
      case "error":
        this.#said = event.message;
        return;
      case "done":
        this.#outputs = event.files;
        return;
      case "download":
      case "checkpoint":
      case "stopped":
        return;
    }
  }

  #current(): Progress {
    return this.#training.progress ?? { phase: "load", step: 0, steps: this.#training.quote?.steps ?? 0 };
  }

  async #progress(progress: Progress): Promise<void> {
    const now = this.#clock.now();
    // The first step tells that there is something to go on from.
    const isFirstStep = progress.step > 0 && this.#current().step === 0;
    this.#training = { ...this.#training, progress };
    if (isFirstStep || now - this.#keptAt >= KEEP_PROGRESS_MS) {
      this.#keptAt = now;
      await this.#keep(progress);
    }
    this.#events.publish({ type: "progress", training: this.#training });
  }

  /** A step that is not kept costs nothing: the next one follows. So a store that is away stops no training. */
  async #keep(progress: Progress): Promise<void> {
    try {
      this.#training = await this.#lease.change((training) => ({ ...training, progress }));
    } catch (error) {
      if (error instanceof LeaseEnded) throw error;
      this.#logger.warn("could not keep a training's progress", { error });
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
