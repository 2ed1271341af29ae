import { join } from "node:path";
import type Docker from "dockerode";
import { DomainError } from "../../core/errors.js";
import type { MaskMaker, MaskReport } from "../../core/ports/mask-maker.js";
import { MASKS_LIMIT_MS, readMaskReport } from "../../core/ports/mask-output.js";
import { untilAborted } from "../../core/training/patience.js";
import { receiveFiles, sendFiles } from "./archive-transfer.js";
import { Engine, orAborted } from "./engine.js";
import { engineError, ifStatus } from "./engine-errors.js";
import { ensureImage } from "./image.js";
import { containerName } from "./labels.js";
import { readFrames } from "./log-frames.js";
import { imagesOf, maskContainerOptions, MASKS, MASKS_LABEL } from "./mask-container-options.js";

/** In a job's folder: files on their way back that are not whole yet. */
const SCRATCH = ".incoming";

export interface MaskContainerOptions {
  /** As DOCKER_HOST has it; without it the environment's, or the local socket. */
  readonly host?: string;
  /** Built with LOCK=masks; its entry point is the trainer. */
  readonly image: string;
  /** One process alone is this worker: what is left of it from before is removed. */
  readonly workerId: string;
}

/**
 * Makes masks in a container of a Docker engine. The images are copied there and the masks back, whether or not the
 * engine sees this program's folders: some megabytes, for one way instead of two. It is not found again after a
 * crash, as a trainer is: it takes seconds, and is begun anew.
 */
export class MaskContainer implements MaskMaker {
  readonly #engine: Engine;
  readonly #options: MaskContainerOptions;
  #ready: Promise<void> | undefined;

  constructor(options: MaskContainerOptions) {
    this.#engine = new Engine(options.host);
    this.#options = options;
  }

  async prepare(onProgress: (message: string) => void): Promise<void> {
    this.#ready ??= this.#removeOld().then(() => ensureImage(this.#engine, this.#options.image, onProgress));
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined; // The engine may answer next time.
      throw this.#failure(error);
    }
  }

  async make({ jobId, folder }: { jobId: string; folder: string }, signal: AbortSignal): Promise<MaskReport> {
    try {
      await untilAborted(
        this.prepare(() => undefined),
        signal,
      );
      const container = await this.#create(jobId);
      try {
        return await this.#run(container, folder, signal);
      } finally {
        await this.#remove(container);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failure(error);
    }
  }

  async #create(jobId: string): Promise<Docker.Container> {
    const name = `${containerName(jobId)}.masks`;
    // One that could not be removed when it should have been.
    await this.#remove(this.#engine.docker.getContainer(name));
    return this.#engine.ask((abortSignal) =>
      this.#engine.docker.createContainer({ ...maskContainerOptions(name, this.#options), abortSignal }),
    );
  }

  async #run(container: Docker.Container, folder: string, signal: AbortSignal): Promise<MaskReport> {
    await sendFiles(container, imagesOf(folder));
    const limit = AbortSignal.timeout(MASKS_LIMIT_MS);
    const over = AbortSignal.any([signal, limit]);
    try {
      await orAborted(async (abortSignal) => {
        await container.start({ abortSignal });
        await container.wait({ abortSignal });
      }, over);
    } catch (error) {
      if (!limit.aborted) throw error;
      throw new DomainError(
        "masks-unavailable",
        {},
        { message: "create-masks came to no end", cause: error },
      );
    }
    const { stdout, stderr } = await this.#said(container);
    const report = readMaskReport(stdout, `a failure: ${stderr}`);
    await receiveFiles(container, MASKS, folder, join(folder, SCRATCH));
    return report;
  }

  async #said(container: Docker.Container): Promise<{ stdout: string; stderr: string }> {
    return this.#engine.ask(async (abortSignal) => {
      const said = { stdout: "", stderr: "" };
      const log = await container.logs({ stdout: true, stderr: true, follow: true, abortSignal });
      for await (const { stream, payload } of readFrames(log as unknown as AsyncIterable<Buffer>))
        said[stream] += payload.toString();
      return said;
    });
  }

  /** What an earlier life of this worker left, which died over it. */
  async #removeOld(): Promise<void> {
    const filters = { label: [`${MASKS_LABEL}=${this.#options.workerId}`] };
    const left = await this.#engine.ask((abortSignal) =>
      this.#engine.docker.listContainers({ all: true, filters, abortSignal }),
    );
    for (const { Id } of left) await this.#remove(this.#engine.docker.getContainer(Id));
  }

  async #remove(container: Docker.Container): Promise<void> {
    await this.#engine.ask((abortSignal) =>
      container.remove({ force: true, v: true, abortSignal }).catch(ifStatus(404, 409)),
    );
  }

  /** An engine that is away may come back; one that says no has no masks to give. */
  #failure(error: unknown): DomainError {
    const failure = engineError(error, this.#engine.address);
    if (failure.code !== "trainer-start") return failure;
    const advice = `no masks: is ${this.#options.image} (MASKS_IMAGE) built from docker/trainer with LOCK=masks?`;
    return new DomainError(
      "masks-unavailable",
      {},
      { cause: error, message: `${advice} (${failure.message})` },
    );
  }
}
