import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { DomainError } from "../../core/errors.js";
import { z } from "zod";
import type { Logger } from "../../core/ports/logger.js";
import { orAborted, type Engine } from "./engine.js";
import { engineError, isEngineAway } from "./engine-errors.js";
import type { JobStorage } from "./job-storage.js";

/** An engine that is being upgraded is away for about a minute. */
const PATIENCE_MS = 10 * 60_000;
const RETRY_MS = 1000;

const sampleSchema = z.object({ event: z.literal("sample"), path: z.string() });

/** Brings what a trainer has written to where the core looks for it. */
export class JobResults {
  readonly #jobId: string;
  readonly #container: Docker.Container;
  readonly #around: { engine: Engine; storage: JobStorage; logger: Logger | undefined };
  #fetching: Promise<void> | undefined;

  constructor(
    jobId: string,
    container: Docker.Container,
    around: { engine: Engine; storage: JobStorage; logger: Logger | undefined },
  ) {
    this.#jobId = jobId;
    this.#container = container;
    this.#around = around;
  }

  /**
   * Brings all of an ended job's output; once, however often it is asked for.
   *
   * @throws DomainError `disk-full`, `trainer-away` when the engine stays so; the signal's reason
   */
  async fetch(signal: AbortSignal): Promise<void> {
    const fetching = (this.#fetching ??= this.#fetchPatiently().catch((error: unknown) => {
      this.#fetching = undefined; // Whoever asks again gets another try.
      throw error;
    }));
    await orAborted(() => fetching, signal);
  }

  /** Brings the sample that a line of the trainer's output announces; one that does not come is done without. */
  async fetchAnnounced(line: string): Promise<void> {
    const path = announcedSample(line);
    if (path === undefined) return;
    try {
      await this.#around.storage.fetchFile(this.#jobId, this.#container, path);
    } catch (error) {
      this.#around.logger?.warn("a sample could not be fetched", { jobId: this.#jobId, error });
    }
  }

  async #fetchPatiently(): Promise<void> {
    const { storage, engine } = this.#around;
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      try {
        await storage.fetchResults(this.#jobId, this.#container);
        return;
      } catch (error) {
        if (!isEngineAway(error) || Date.now() > deadline) throw failure(error, engine.address);
      }
      await delay(RETRY_MS);
    }
  }
}

function announcedSample(line: string): string | undefined {
  if (!line.includes('"sample"')) return undefined;
  try {
    return sampleSchema.safeParse(JSON.parse(line)).data?.path;
  } catch {
    return undefined; // Not an event.
  }
}

/** The disk that is full is this program's. */
function failure(error: unknown, address: string): DomainError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new DomainError("disk-full", {}, { cause: error, retryable: true });
  return engineError(error, address);
}
