import { join } from "node:path";
import { DomainError, isDomainError } from "../../core/errors.js";
import type { MaskMaker, MaskReport } from "../../core/ports/mask-maker.js";
import { maskCommand, MASKS_LIMIT_MS, readMaskReport } from "../../core/ports/mask-output.js";
import { untilAborted } from "../../core/training/patience.js";
import { runCommand } from "./environment/command.js";

/** As a trainer does, it yields to the bot. */
const NICENESS = "5";

export interface MaskProcessOptions {
  /** What holds the `lora_trainer` package. */
  readonly trainerFolder: string;
  /** Gets ready a Python with the packages of requirements/masks.txt, and gives its path. */
  readonly ensurePython: (onProgress: (message: string) => void) => Promise<string>;
}

/**
 * Makes masks in a process of this host. It is not found again after a crash, as a trainer is: it takes seconds, what
 * it has written is whole, and the next one goes on from there.
 */
export class MaskProcess implements MaskMaker {
  readonly #options: MaskProcessOptions;
  #python: Promise<string> | undefined;

  constructor(options: MaskProcessOptions) {
    this.#options = options;
  }

  async prepare(onProgress: (message: string) => void): Promise<void> {
    await this.#readyPython(onProgress);
  }

  async make({ folder }: { folder: string }, signal: AbortSignal): Promise<MaskReport> {
    const python = await untilAborted(
      this.#readyPython(() => undefined),
      signal,
    );
    const dataset = join(folder, "dataset");
    const command = [python, "-m", "lora_trainer", ...maskCommand(dataset, dataset)];
    const { code, stdout, stderr } = await runCommand("nice", ["-n", NICENESS, ...command], {
      timeoutMs: MASKS_LIMIT_MS,
      environment: { PYTHONPATH: this.#options.trainerFolder, CUDA_VISIBLE_DEVICES: "" },
      signal,
    });
    signal.throwIfAborted();
    return readMaskReport(
      stdout,
      `${code ?? `no exit code within ${MASKS_LIMIT_MS / 60_000} min`}: ${stderr}`,
    );
  }

  async #readyPython(onProgress: (message: string) => void): Promise<string> {
    this.#python ??= this.#options.ensurePython(onProgress);
    try {
      return await this.#python;
    } catch (cause) {
      this.#python = undefined; // The next call tries again: the operator may have put it right.
      if (isDomainError(cause)) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new DomainError("masks-unavailable", {}, { cause, message });
    }
  }
}
