import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import type { JobRuntime, JobSpec, Slot } from "../../core/ports/job-runtime.js";
import type { Logger } from "../../core/ports/logger.js";
import { slotsOf, type GpuChoice } from "../../core/ports/slots.js";
import { DockerJob } from "./docker-job.js";
import { Engine } from "./engine.js";
import { queryEngineGpus } from "./engine-gpus.js";
import { engineError, ifStatus } from "./engine-errors.js";
import type { PathMapping } from "./engine-path.js";
import { EngineVolumes } from "./engine-volumes.js";
import { ensureImage } from "./image.js";
import { JobLauncher } from "./job-launcher.js";
import type { JobStorage } from "./job-storage.js";
import { containerName, LABELS } from "./labels.js";
import { SharedDisk } from "./shared-disk.js";

type Inspection = Docker.ContainerInspectInfo;

/** A container that was made and not started for so long was left by a program that died in between. */
const ABANDONED_AFTER_MS = 30_000;
const GIVE_WAY_MS = 100;
/** How long other programs that start or remove the same job are given way to. */
const START_PATIENCE_MS = 60_000;
/** The trainer's image checks itself once a minute. */
const HEALTH_INTERVAL_MS = 30_000;

export interface DockerRuntimeOptions {
  /** As DOCKER_HOST has it; without it the environment's, or the local socket. */
  readonly host?: string;
  /** The trainer's image; its entry point is the trainer. */
  readonly image: string;
  /** The cache of base weights, shared by all jobs. An engine that does not see it has a volume for it. */
  readonly modelsFolder: string;
  /** Jobs of other workers on the same engine are not listed. */
  readonly workerId: string;
  readonly gpus: GpuChoice;
  /** A file with a token of the model hub, readable by the trainer's user. */
  readonly hubTokenFile?: string;
  /** The network of a job that has to fetch its weights first; every other has none. Default "bridge". */
  readonly network?: string;
  /** Host memory of one job, in bytes; default is an equal share of 90% of the engine's. */
  readonly memoryLimitBytes?: number;
  /** Where the engine has this program's folders, when they differ. */
  readonly pathMappings?: readonly PathMapping[];
  /** For an engine that sees none of them: jobs are copied there and back. */
  readonly copied?: {
    /** Holds the jobs' folders, each under its job's id. */
    readonly jobsFolder: string;
  };
  /** How often the engine is asked whether a trainer is healthy, ms. */
  readonly healthIntervalMs?: number;
  readonly logger?: Logger;
}

/** Trainers in containers of one Docker engine. The container's name keeps a job from being started twice. */
export class DockerRuntime implements JobRuntime {
  readonly kind = "docker";
  readonly #options: DockerRuntimeOptions;
  readonly #engine: Engine;
  readonly #storage: JobStorage;
  readonly #launcher: JobLauncher;
  readonly #network: string;
  readonly #jobs = new Map<string, DockerJob>();
  readonly #starting = new Map<string, Promise<DockerJob>>();
  #slots: Promise<Slot[]> | undefined;

  constructor(options: DockerRuntimeOptions) {
    this.#options = options;
    this.#engine = new Engine(options.host);
    this.#storage = storageOf(this.#engine, options);
    this.#network = options.network ?? "bridge";
    const { image, memoryLimitBytes, logger } = options;
    this.#launcher = new JobLauncher(this.#engine, this.#storage, {
      image,
      network: this.#network,
      ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
      ...(logger && { logger }),
    });
  }

  async prepare(onProgress: (message: string) => void): Promise<void> {
    await ensureImage(this.#engine, this.#options.image, onProgress);
  }

  async start(spec: JobSpec): Promise<DockerJob> {
    const underway = this.#starting.get(spec.jobId);
    if (underway) return underway;
    const starting = this.#startOnce(spec).finally(() => this.#starting.delete(spec.jobId));
    this.#starting.set(spec.jobId, starting);
    return starting;
  }

  async find(jobId: string): Promise<DockerJob | undefined> {
    const underway = this.#starting.get(jobId);
    if (underway) return underway.catch(() => undefined);
    const inspection = await this.#startedOrRemoved(jobId);
    return inspection && this.#adopt(jobId, inspection);
  }

  async list(): Promise<string[]> {
    const filters = { label: [`${LABELS.worker}=${this.#options.workerId}`] };
    const containers = await this.#engine.ask((abortSignal) =>
      this.#engine.docker.listContainers({ all: true, filters, abortSignal }),
    );
    const ids = containers.flatMap(({ Labels }) => Labels[LABELS.job] ?? []);
    return [...new Set([...ids, ...(await this.#storage.list())])];
  }

  async slots(): Promise<Slot[]> {
    this.#slots ??= this.#findSlots();
    try {
      return await this.#slots;
    } catch (error) {
      this.#slots = undefined; // The engine may answer next time.
      throw error;
    }
  }

  /** The engine answers, and has the image. */
  async check(): Promise<void> {
    const image = this.#engine.docker.getImage(this.#options.image);
    await this.#engine.ask(() => image.inspect());
  }

  async #findSlots(): Promise<Slot[]> {
    const { gpus, image } = this.#options;
    if (gpus === "none") return slotsOf(gpus, []);
    await ensureImage(this.#engine, image, () => undefined);
    return slotsOf(gpus, await queryEngineGpus(this.#engine, image));
  }

  async #startOnce(spec: JobSpec): Promise<DockerJob> {
    try {
      for (const deadline = Date.now() + START_PATIENCE_MS; Date.now() < deadline;) {
        const inspection = (await this.#startedOrRemoved(spec.jobId)) ?? (await this.#launched(spec));
        if (inspection) return this.#adopt(spec.jobId, inspection);
        await delay(GIVE_WAY_MS); // A name is taken a moment before its container can be seen.
      }
      throw new Error(`Job ${spec.jobId} is being started or removed by another program for too long.`);
    } catch (error) {
      throw engineError(error, this.#engine.address);
    }
  }

  async #launched(spec: JobSpec): Promise<Inspection | undefined> {
    const slotCount = (await this.slots()).length;
    return (await this.#launcher.launch(spec, slotCount)) ? this.#inspect(spec.jobId) : undefined;
  }

  /** The job's container; one that nobody starts is removed, so that "not found" stays true. */
  async #startedOrRemoved(jobId: string): Promise<Inspection | undefined> {
    const deadline = Date.now() + ABANDONED_AFTER_MS;
    for (;;) {
      const inspection = await this.#inspect(jobId);
      if (!inspection) await this.#storage.removeAbandoned(jobId);
      if (inspection?.State.Status !== "created") return inspection;
      if (Date.now() > deadline || this.#launcher.hasGivenUp(inspection.Id)) {
        const container = this.#engine.docker.getContainer(inspection.Id);
        await this.#engine.ask((abortSignal) =>
          container.remove({ force: true, v: true, abortSignal }).catch(ifStatus(404)),
        );
        await this.#storage.removeAbandoned(jobId);
        return undefined;
      }
      await delay(GIVE_WAY_MS);
    }
  }

  #inspect(jobId: string): Promise<Inspection | undefined> {
    const container = this.#engine.docker.getContainer(containerName(jobId));
    return this.#engine.ask((abortSignal) => container.inspect({ abortSignal }).catch(ifStatus(404)));
  }

  #adopt(jobId: string, inspection: Inspection): DockerJob {
    const known = this.#jobs.get(jobId);
    if (known?.isOf(inspection)) return known;
    const job = new DockerJob(jobId, inspection, {
      engine: this.#engine,
      storage: this.#storage,
      network: this.#network,
      healthIntervalMs: this.#options.healthIntervalMs ?? HEALTH_INTERVAL_MS,
      logger: this.#options.logger,
      onRemoved: () => this.#jobs.delete(jobId),
    });
    job.watch();
    this.#jobs.set(jobId, job);
    return job;
  }
}

function storageOf(engine: Engine, options: DockerRuntimeOptions): JobStorage {
  const { copied, image, workerId, modelsFolder, hubTokenFile, pathMappings = [] } = options;
  const token = hubTokenFile === undefined ? {} : { hubTokenFile };
  return copied === undefined
    ? new SharedDisk({ modelsFolder, pathMappings, ...token })
    : new EngineVolumes(engine, { image, jobsFolder: copied.jobsFolder, workerId, ...token });
}
