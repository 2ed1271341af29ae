import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import type { JobRuntime, JobSpec, Slot } from "../../core/ports/job-runtime.js";
import type { Logger } from "../../core/ports/logger.js";
import { slotsOf, type GpuChoice } from "../../core/ports/slots.js";
import { containerOptions } from "./container-options.js";
import { DockerJob } from "./docker-job.js";
import { Engine } from "./engine.js";
import { queryEngineGpus } from "./engine-gpus.js";
import { engineError, ifStatus, isEngineAway, statusOf } from "./engine-errors.js";
import type { PathMapping } from "./engine-path.js";
import { ensureImage } from "./image.js";
import { containerName, LABELS } from "./labels.js";
import { handOver } from "./workspace-owner.js";

type Inspection = Docker.ContainerInspectInfo;

/** A container that was made and not started for so long was left by a program that died in between. */
const ABANDONED_AFTER_MS = 30_000;
const GIVE_WAY_MS = 100;
/** How long other programs that start or remove the same job are given way to. */
const START_PATIENCE_MS = 60_000;
/** A start with many GPUs takes the NVIDIA hook some seconds. */
const START_TIMEOUT_MS = 120_000;
/** Of the engine's memory, what all slots may use together; the rest is for the host and the bot. */
const MEMORY_SHARE = 0.9;

export interface DockerRuntimeOptions {
  /** As DOCKER_HOST has it; without it the environment's, or the local socket. */
  readonly host?: string;
  /** The trainer's image; its entry point is the trainer. */
  readonly image: string;
  /** The cache of base weights, shared by all jobs. */
  readonly modelsFolder: string;
  /** Jobs of other workers on the same engine are not listed. */
  readonly workerId: string;
  readonly gpus: GpuChoice;
  /** A file with a token of the model hub, readable by the trainer's user. */
  readonly hubTokenFile?: string;
  /** The network of a job: "none" once its weights are cached. Default "bridge". */
  readonly network?: (spec: JobSpec) => Promise<string>;
  /** Host memory of one job, in bytes; default is an equal share of 90% of the engine's. */
  readonly memoryLimitBytes?: number;
  /** Where the engine has this program's folders, when they differ. */
  readonly pathMappings?: readonly PathMapping[];
  readonly logger?: Logger;
}

/** Trainers in containers of one Docker engine. The container's name keeps a job from being started twice. */
export class DockerRuntime implements JobRuntime {
  readonly kind = "docker";
  readonly #options: DockerRuntimeOptions;
  readonly #engine: Engine;
  readonly #jobs = new Map<string, DockerJob>();
  readonly #starting = new Map<string, Promise<DockerJob>>();
  #slots: Promise<Slot[]> | undefined;

  constructor(options: DockerRuntimeOptions) {
    this.#options = options;
    this.#engine = new Engine(options.host);
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
    return containers.flatMap(({ Labels }) => Labels[LABELS.job] ?? []);
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
        const inspection = (await this.#startedOrRemoved(spec.jobId)) ?? (await this.#launch(spec));
        if (inspection) return this.#adopt(spec.jobId, inspection);
        await delay(GIVE_WAY_MS); // A name is taken a moment before its container can be seen.
      }
      throw new Error(`Job ${spec.jobId} is being started or removed by another program for too long.`);
    } catch (error) {
      throw engineError(error, this.#engine.address);
    }
  }

  /**
   * Makes and starts the container. Undefined when another program made it first, or took it away before it
   * was started: only who made a container starts it, else one that has ended already could run again.
   */
  async #launch(spec: JobSpec): Promise<Inspection | undefined> {
    const options = await this.#containerOptions(spec);
    const container = await this.#engine.ask((abortSignal) =>
      this.#engine.docker.createContainer({ ...options, abortSignal }).catch(ifStatus(409)),
    );
    if (!container) return undefined;
    try {
      await container.start({ abortSignal: AbortSignal.timeout(START_TIMEOUT_MS) });
    } catch (error) {
      if (statusOf(error) === 404 && (await this.#inspect(spec.jobId))?.Id !== container.id) return undefined;
      // An engine that went away may have started it; then the next start finds it.
      if (!isEngineAway(error)) await container.remove({ force: true, v: true }).catch(ifStatus(404));
      throw error;
    }
    return this.#inspect(spec.jobId);
  }

  async #containerOptions(spec: JobSpec): Promise<Docker.ContainerCreateOptions> {
    const { image, modelsFolder, hubTokenFile, network, memoryLimitBytes } = this.#options;
    const user = await handOver(join(spec.folder, "output"), modelsFolder);
    const slotCount = Math.max(1, (await this.slots()).length);
    const { MemTotal, NCPU } = await this.#engine.host();
    return containerOptions(spec, {
      image,
      modelsFolder,
      ...(hubTokenFile !== undefined && { hubTokenFile }),
      pathMappings: this.#options.pathMappings ?? [],
      user,
      network: (await network?.(spec)) ?? "bridge",
      memoryBytes: memoryLimitBytes ?? Math.floor((MemTotal * MEMORY_SHARE) / slotCount),
      threads: Math.max(1, Math.floor(NCPU / slotCount)),
    });
  }

  /** The job's container; one that nobody starts is removed, so that "not found" stays true. */
  async #startedOrRemoved(jobId: string): Promise<Inspection | undefined> {
    const deadline = Date.now() + ABANDONED_AFTER_MS;
    for (;;) {
      const inspection = await this.#inspect(jobId);
      if (inspection?.State.Status !== "created") return inspection;
      if (Date.now() > deadline) {
        const container = this.#engine.docker.getContainer(inspection.Id);
        await this.#engine.ask((abortSignal) =>
          container.remove({ force: true, v: true, abortSignal }).catch(ifStatus(404)),
        );
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
    const job = new DockerJob(jobId, this.#engine, inspection, () => this.#jobs.delete(jobId));
    job.enforceTimeLimit((error) => {
      this.#options.logger?.error("a trainer past its time limit could not be stopped", { jobId, error });
    });
    this.#jobs.set(jobId, job);
    return job;
  }
}
