import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";
import type { Logger } from "../../core/ports/logger.js";
import { containerOptions, NO_NETWORK } from "./container-options.js";
import type { Engine } from "./engine.js";
import { ifStatus, isEngineAway, statusOf } from "./engine-errors.js";
import type { JobStorage, PlacedJob } from "./job-storage.js";
import { containerName } from "./labels.js";
import { needsNetwork } from "./weights.js";

/** A start with many GPUs takes the NVIDIA hook some seconds. */
const START_TIMEOUT_MS = 120_000;
/** Of the engine's memory, what all slots may use together; the rest is for the host and the bot. */
const MEMORY_SHARE = 0.9;

export interface LaunchSettings {
  readonly image: string;
  /** Of a job that has to fetch its weights first. */
  readonly network: string;
  readonly memoryLimitBytes?: number;
  readonly logger?: Logger;
}

/** Makes trainers' containers. The container's name keeps a job from being started twice. */
export class JobLauncher {
  readonly #engine: Engine;
  readonly #storage: JobStorage;
  readonly #settings: LaunchSettings;
  /** Containers whose start the engine did not hear, or refused. */
  readonly #givenUp = new Set<string>();

  constructor(engine: Engine, storage: JobStorage, settings: LaunchSettings) {
    this.#engine = engine;
    this.#storage = storage;
    this.#settings = settings;
  }

  /**
   * Makes and starts the job's container. False when another program made it first, or took it away before it
   * was started: only who made a container starts it, else one that has ended already could run again.
   *
   * @param slotCount among how many jobs the engine's memory and cores are shared
   */
  async launch(spec: JobSpec, slotCount: number): Promise<boolean> {
    const container = await this.#create(spec, slotCount);
    if (!container) return false;
    try {
      await container.start({ abortSignal: AbortSignal.timeout(START_TIMEOUT_MS) });
    } catch (error) {
      if (statusOf(error) === 404 && !(await this.#isThere(spec.jobId, container))) return false;
      // An engine that went away may have started it; then the next start finds it.
      this.#givenUp.add(container.id);
      if (!isEngineAway(error)) {
        await container.remove({ force: true, v: true }).catch(ifStatus(404));
        await this.#storage.remove(spec.jobId);
      }
      throw error;
    }
    return true;
  }

  /** Whether this program made the container, and will start it no more: nobody will. */
  hasGivenUp(containerId: string): boolean {
    return this.#givenUp.has(containerId);
  }

  async #create(spec: JobSpec, slotCount: number): Promise<Docker.Container | undefined> {
    const placed = await this.#storage.place(spec);
    let container: Docker.Container | undefined;
    try {
      const options = await this.#containerOptions(spec, placed, slotCount);
      container = await this.#engine.ask((abortSignal) =>
        this.#engine.docker.createContainer({ ...options, abortSignal }).catch(ifStatus(409)),
      );
      if (container && (await placed.settle())) return container;
    } catch (error) {
      // The sweep finds what stays; the first error says more.
      await placed.discard().catch((failure: unknown) => {
        this.#settings.logger?.warn("a job's volumes could not be removed", {
          jobId: spec.jobId,
          error: failure,
        });
      });
      throw error;
    }
    await container?.remove({ force: true, v: true }).catch(ifStatus(404));
    await placed.discard();
    return undefined;
  }

  async #containerOptions(
    spec: JobSpec,
    placed: PlacedJob,
    slotCount: number,
  ): Promise<Docker.ContainerCreateOptions> {
    const { image, network, memoryLimitBytes } = this.#settings;
    const { MemTotal, NCPU } = await this.#engine.host();
    const online = await needsNetwork(spec.folder, (path) => placed.has(path));
    return containerOptions(spec, {
      image,
      mounts: placed.mounts,
      ...(placed.hubTokenFile !== undefined && { hubTokenFile: placed.hubTokenFile }),
      user: placed.user,
      network: online ? network : NO_NETWORK,
      memoryBytes: memoryLimitBytes ?? Math.floor((MemTotal * MEMORY_SHARE) / slotCount),
      threads: Math.max(1, Math.floor(NCPU / slotCount)),
    });
  }

  async #isThere(jobId: string, { id }: Docker.Container): Promise<boolean> {
    const named = this.#engine.docker.getContainer(containerName(jobId));
    const found = await this.#engine.ask((abortSignal) =>
      named.inspect({ abortSignal }).catch(ifStatus(404)),
    );
    return found?.Id === id;
  }
}
