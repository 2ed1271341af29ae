import { DomainError } from "../../src/core/errors.js";
import type { JobExit, JobRuntime, JobSpec, RunningJob, Slot } from "../../src/core/ports/job-runtime.js";

/** What a scripted trainer has at hand while it "runs". */
export interface Trainer {
  readonly spec: JobSpec;
  /** Counts from 1, over all starts of this job. */
  readonly start: number;
  /** Prints an event of the contract, or a line as it is. */
  print(line: string | object): void;
  /** Resolves when the trainer is told to stop. */
  readonly terminated: Promise<void>;
}

export type Script = (trainer: Trainer) => Promise<JobExit>;

/** A script that goes on until it is stopped, and then leaves a checkpoint as the contract says. */
export const UNTIL_STOPPED: Script = async (trainer) => {
  trainer.print({ event: "phase", name: "train" });
  await trainer.terminated;
  trainer.print({ event: "stopped", step: 1 });
  return { code: 75 };
};

/** A trainer that follows a script within this process. */
class ScriptedJob implements RunningJob {
  readonly jobId: string;
  readonly #lines: string[] = [];
  readonly #ended: Promise<JobExit>;
  readonly #onRemoved: () => void;
  #exit: JobExit | undefined;
  #terminate: () => void = () => undefined;
  #waiting: (() => void)[] = [];
  stops = 0;

  constructor(spec: JobSpec, start: number, script: Script, onRemoved: () => void) {
    this.jobId = spec.jobId;
    this.#onRemoved = onRemoved;
    const terminated = new Promise<void>((resolve) => {
      this.#terminate = resolve;
    });
    const print = (line: string | object): void => {
      this.#lines.push(typeof line === "string" ? line : JSON.stringify(line));
      this.#wake();
    };
    this.#ended = script({ spec, start, print, terminated }).then((exit) => {
      this.#exit = exit;
      this.#wake();
      return exit;
    });
  }

  get running(): boolean {
    return this.#exit === undefined;
  }

  async *output(signal: AbortSignal): AsyncGenerator<string> {
    for (let at = 0; !signal.aborted; at++) {
      while (at >= this.#lines.length && this.#exit === undefined && !signal.aborted)
        await this.#change(signal);
      const line = this.#lines[at];
      if (line === undefined || isAborted(signal)) return;
      yield line;
    }
  }

  async wait(signal: AbortSignal): Promise<JobExit> {
    while (this.#exit === undefined) {
      signal.throwIfAborted();
      await this.#change(signal);
    }
    return this.#exit;
  }

  logTail(): Promise<string[]> {
    return Promise.resolve(["Traceback", `last words of ${this.jobId}`]);
  }

  async stop(): Promise<void> {
    this.stops++;
    this.#terminate();
    await this.#ended;
  }

  remove(): Promise<void> {
    if (this.running) return Promise.reject(new Error("it still runs"));
    this.#onRemoved();
    return Promise.resolve();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener(
        "abort",
        () => {
          resolve();
        },
        { once: true },
      );
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** A runtime whose trainers follow a script. It outlives schedulers, as an engine outlives the bot. */
export class ScriptedRuntime implements JobRuntime {
  readonly kind = "process";
  readonly started: JobSpec[] = [];
  readonly #jobs = new Map<string, ScriptedJob>();
  /** What {@link prepare} does. */
  preparation: () => Promise<void> = () => Promise.resolve();
  script: Script;

  constructor(script: Script = UNTIL_STOPPED) {
    this.script = script;
  }

  /** Ids of jobs whose trainer runs at this moment. */
  get running(): string[] {
    return [...this.#jobs.values()].filter((job) => job.running).map((job) => job.jobId);
  }

  async prepare(onProgress: (message: string) => void): Promise<void> {
    onProgress("getting ready");
    await this.preparation();
  }

  start(spec: JobSpec): Promise<RunningJob> {
    const known = this.#jobs.get(spec.jobId);
    if (known !== undefined) return Promise.resolve(known);
    this.started.push(spec);
    const start = this.started.filter(({ jobId }) => jobId === spec.jobId).length;
    const job = new ScriptedJob(spec, start, this.script, () => this.#jobs.delete(spec.jobId));
    this.#jobs.set(spec.jobId, job);
    return Promise.resolve(job);
  }

  find(jobId: string): Promise<RunningJob | undefined> {
    return Promise.resolve(this.#jobs.get(jobId));
  }

  list(): Promise<string[]> {
    return Promise.resolve([...this.#jobs.keys()]);
  }

  slots(): Promise<Slot[]> {
    return Promise.resolve([{ id: "cpu", kind: "cpu" }]);
  }

  /** Stops every trainer, so that no promise of a test stays open. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.stop()));
  }
}

/** An engine that does not answer. */
export function engineAway(): DomainError {
  return new DomainError("trainer-start", {}, { retryable: true, message: "the engine does not answer" });
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
