import { access, constants, mkdir, readdir } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { DomainError } from "../../core/errors.js";
import type { JobRuntime, JobSpec, Slot } from "../../core/ports/job-runtime.js";
import type { Logger } from "../../core/ports/logger.js";
import { slotsOf, type GpuChoice } from "../../core/ports/slots.js";
import { trainerEnvironment } from "./child-environment.js";
import { isErrno, JobFolder, removeRest, type StartRecord } from "./job-folder.js";
import { queryGpus } from "./nvidia-smi.js";
import { ProcessJob } from "./process-job.js";
import { launchSupervisor } from "./supervisor.js";

/** Another program may settle a job (and seal it) while it is being started; then it is begun anew. */
const START_TRIES = 3;
/** Trainers yield to the bot: it must answer while a CPU trains. */
const DEFAULT_NICENESS = 5;
/** More than any training prints; a container's log has the same bound. */
const DEFAULT_LOG_LIMIT_BYTES = 256 * 1024 * 1024;

export interface ProcessRuntimeOptions {
  /** Where the runtime keeps pid files and logs: this worker's own, on a local disk. */
  readonly folder: string;
  /** What holds the `lora_trainer` package. */
  readonly trainerFolder: string;
  /** The cache of base weights, shared by all jobs. */
  readonly modelsFolder: string;
  readonly gpus: GpuChoice;
  /** Gets the trainer's Python ready and gives its path. */
  readonly ensurePython: (needs: { gpu: boolean }, onProgress: (message: string) => void) => Promise<string>;
  /** A file with a token of the model hub. */
  readonly hubTokenFile?: string;
  readonly niceness?: number;
  /** A bound on a trainer's address space, in bytes. Leave it out with GPUs: CUDA reserves far more than it uses. */
  readonly memoryLimitBytes?: number;
  /** A bound on each of a trainer's two logs, in bytes; one that grows over it is cut down to its last MiB. */
  readonly logLimitBytes?: number;
  readonly logger?: Logger;
}

/**
 * Trainers as processes of this host. Each is led by a small supervisor in a session of its own, so it goes
 * on when this program ends, and is found again by the files that the supervisor keeps.
 */
export class ProcessRuntime implements JobRuntime {
  readonly kind = "process";
  readonly #options: ProcessRuntimeOptions;
  readonly #jobs = new Map<string, ProcessJob>();
  readonly #starting = new Map<string, Promise<ProcessJob>>();
  #python: Promise<string> | undefined;
  #slots: Promise<Slot[]> | undefined;
  /** What {@link ProcessRuntimeOptions.ensurePython} gave last. */
  #readyPythonPath: string | undefined;

  constructor(options: ProcessRuntimeOptions) {
    this.#options = options;
  }

  async prepare(onProgress: (message: string) => void): Promise<void> {
    await this.#readyPython(onProgress);
  }

  async start(spec: JobSpec): Promise<ProcessJob> {
    const underway = this.#starting.get(spec.jobId);
    if (underway) return underway;
    const starting = this.#startOnce(spec).finally(() => this.#starting.delete(spec.jobId));
    this.#starting.set(spec.jobId, starting);
    return starting;
  }

  async find(jobId: string): Promise<ProcessJob | undefined> {
    const underway = this.#starting.get(jobId);
    if (underway) return underway.catch(() => undefined);
    const folder = new JobFolder(this.#options.folder, jobId);
    const record = (await folder.started()) ?? (await folder.startedOrSealed());
    return record && this.#adopt(jobId, folder, record);
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.#options.folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isErrno(error, "ENOENT")) return [];
      throw error;
    });
    await removeRest(
      this.#options.folder,
      entries.map(({ name }) => name),
    );
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
  }

  slots(): Promise<Slot[]> {
    const { gpus } = this.#options;
    this.#slots ??=
      gpus === "none"
        ? Promise.resolve(slotsOf(gpus, []))
        : queryGpus().then((found) => slotsOf(gpus, found));
    return this.#slots;
  }

  /** The trainer's Python was made ready, and is still there. */
  async check(): Promise<void> {
    const python = this.#readyPythonPath;
    if (python === undefined) throw new Error("the trainer's Python is not ready (yet)");
    // A bare name is looked for in PATH with every start.
    if (isAbsolute(python)) await access(python, constants.X_OK);
  }

  async #startOnce(spec: JobSpec): Promise<ProcessJob> {
    const folder = new JobFolder(this.#options.folder, spec.jobId);
    try {
      for (let attempt = 1; attempt <= START_TRIES; attempt++) {
        const record = (await folder.started()) ?? (await this.#launch(spec, folder));
        if (record) return this.#adopt(spec.jobId, folder, record);
      }
      throw new Error(`Job ${spec.jobId} was sealed ${START_TRIES} times while it started.`);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      if (isErrno(cause, "ENOSPC", "EDQUOT"))
        throw new DomainError("disk-full", {}, { cause, retryable: true });
      throw new DomainError("trainer-start", {}, { cause, retryable: true, message: messageOf(cause) });
    }
  }

  async #launch(spec: JobSpec, folder: JobFolder): Promise<StartRecord | undefined> {
    const { trainerFolder, niceness = DEFAULT_NICENESS, memoryLimitBytes = 0 } = this.#options;
    const { logLimitBytes = DEFAULT_LOG_LIMIT_BYTES } = this.#options;
    const python = await this.#readyPython(() => undefined);
    const slotCount = (await this.slots()).length;
    await mkdir(this.#options.modelsFolder, { recursive: true });
    await folder.create(spec);
    return launchSupervisor(folder, {
      command: [python, ...this.#trainerArguments(spec)],
      cwd: trainerFolder, // Python imports from it, so it must not be a folder that a job may write.
      environment: trainerEnvironment(process.env, {
        trainerFolder,
        temporaryFolder: folder.temporary,
        slot: spec.slot,
        slotCount,
      }),
      timeLimitSeconds: spec.timeLimitSeconds,
      niceness,
      memoryLimitBytes,
      logLimitBytes,
    });
  }

  #trainerArguments(spec: JobSpec): string[] {
    const { modelsFolder, hubTokenFile } = this.#options;
    const token = hubTokenFile === undefined ? [] : ["--hub-token-file", hubTokenFile];
    return ["-m", "lora_trainer", "train", "--job", spec.folder, "--models", modelsFolder, ...token];
  }

  #adopt(jobId: string, folder: JobFolder, record: StartRecord): ProcessJob {
    const known = this.#jobs.get(jobId);
    if (known?.isOf(record)) return known;
    const job = new ProcessJob(jobId, folder, record, () => this.#jobs.delete(jobId));
    job.enforceTimeLimit((error) => {
      this.#options.logger?.error("a trainer past its time limit could not be stopped", { jobId, error });
    });
    this.#jobs.set(jobId, job);
    return job;
  }

  async #readyPython(onProgress: (message: string) => void): Promise<string> {
    this.#python ??= this.slots().then((slots) =>
      this.#options.ensurePython({ gpu: slots.some(({ kind }) => kind === "gpu") }, onProgress),
    );
    try {
      const python = await this.#python;
      this.#readyPythonPath = python;
      return python;
    } catch (error) {
      this.#python = undefined; // The next call tries again: the operator may have put it right.
      throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
