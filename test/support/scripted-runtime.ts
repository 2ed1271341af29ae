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
const UNTIL_STOPPED: Script = async (trainer) => {
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
  fault: unknown;

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
    this.#ended = this.#follow(() => script({ spec, start, print, terminated }));
  }

  /** A script that throws is a test that fails: the runtime says so when it is closed. */
  async #follow(script: () => Promise<JobExit>): Promise<JobExit> {
    try {
      await Promise.resolve();
      this.#exit = await script();
    } catch (error) {
      this.fault = error;
      this.#exit = { code: 70 };
    }
    this.#wake();
    return this.#exit;
  }

  get running(): boolean {
    return this.#exit === undefined;
  }

  async *output(signal: AbortSignal): AsyncGenerator<string> {
    for (let at = 0; !isAborted(signal);) {
      const line = this.#lines[at];
      if (line !== undefined) {
        at++;
        yield line;
      } else if (this.#exit === undefined) await this.#change(signal);
      else return;
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
      const changed = (): void => {
        signal.removeEventListener("abort", changed);
        resolve();
      };
      this.#waiting.push(changed);
      signal.addEventListener("abort", changed);
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
  readonly #all: ScriptedJob[] = [];
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

  check(): Promise<void> {
    return Promise.resolve();
  }

  start(spec: JobSpec): Promise<RunningJob> {
    const known = this.#jobs.get(spec.jobId);
    if (known !== undefined) return Promise.resolve(known);
    this.started.push(spec);
    const start = this.started.filter(({ jobId }) => jobId === spec.jobId).length;
    const job = new ScriptedJob(spec, start, this.script, () => this.#jobs.delete(spec.jobId));
    this.#jobs.set(spec.jobId, job);
    this.#all.push(job);
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

  /** Stops every trainer, so that no promise of a test stays open. @throws what a script threw */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((job) => job.stop()));
    for (const { fault } of this.#all) if (fault !== undefined) throw fault as Error;
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
