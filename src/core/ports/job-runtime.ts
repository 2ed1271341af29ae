/** One GPU, or the CPU where the recipe allows it. */
export interface Slot {
  readonly id: string;
  readonly kind: "gpu" | "cpu";
  /** The engine's name of the GPU (an index or a UUID). */
  readonly device?: string;
  readonly memoryGiB?: number;
}

export interface JobSpec {
  readonly jobId: string;
  readonly trainingId: string;
  readonly workerId: string;
  /** The workspace folder on this host, laid out as the trainer's contract says. */
  readonly folder: string;
  readonly slot: Slot;
  /** After this many seconds the job is stopped. */
  readonly timeLimitSeconds: number;
}

export interface JobExit {
  /** The trainer's exit code; undefined when it was killed or nobody saw it end. */
  readonly code?: number;
  readonly signal?: string;
  /** Killed by the kernel or the engine for its memory (host memory, not the GPU's). */
  readonly outOfMemory?: boolean;
  /** Stopped by the runtime because the job's time limit had passed. */
  readonly timedOut?: boolean;
  /** Stopped by the runtime because it showed no life any more. */
  readonly hung?: boolean;
}

/** A trainer that was started, perhaps by an earlier life of this process, and may have ended since. */
export interface RunningJob {
  readonly jobId: string;
  /**
   * The lines of standard output from the first one on, also those printed before this call; ends when the
   * trainer has ended and all was read, or when the signal aborts. Lines over 1 MiB are cut.
   */
  output(signal: AbortSignal): AsyncIterable<string>;
  /** Resolves when the trainer has ended; rejects when the signal aborts. */
  wait(signal: AbortSignal): Promise<JobExit>;
  /** The last lines of standard error. */
  logTail(lines: number): Promise<string[]>;
  /** SIGTERM to all of it, and SIGKILL when it still runs after the grace; resolves when it has ended. */
  stop(graceSeconds: number): Promise<void>;
  /** Removes what the runtime keeps of an ended job (container, pid file, logs); not the workspace's results. */
  remove(): Promise<void>;
}

/**
 * What starts the trainer: a container engine, or a local process. An engine can be away while its containers run
 * on: then what is asked of the runtime throws DomainError `trainer-away`, and may be asked again.
 */
export interface JobRuntime {
  readonly kind: "docker" | "process";
  /** Gets ready what a start needs (environment, image); may take minutes the first time. Called before start. */
  prepare(onProgress: (message: string) => void): Promise<void>;
  /**
   * Starts the trainer once: a job of this id that already runs or has ended is given back instead.
   *
   * @throws DomainError `trainer-start`
   */
  start(spec: JobSpec): Promise<RunningJob>;
  /** A job that was started before, running or ended, as long as it was not removed. */
  find(jobId: string): Promise<RunningJob | undefined>;
  /** Ids of all jobs of this worker that were not removed. */
  list(): Promise<string[]>;
  slots(): Promise<Slot[]>;
  /** Resolves when a job could be started now, as far as a short question tells. Starts and installs nothing. */
  check(): Promise<void>;
}
