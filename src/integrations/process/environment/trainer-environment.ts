import { join } from "node:path";
import { ensureEnvironment, type Layer } from "./python-environment.js";

/**
 * Free space asked for, in GiB. Measured: the CPU environment takes 4.5 GiB on Linux, where torch's wheels
 * carry CUDA's libraries; the rest is room for the download that is being unpacked.
 */
const NEEDED_GIB = { cpu: 6, gpu: 9, elsewhere: 3 };
const TRAINER_MODULES = ["torch", "diffusers", "transformers", "peft", "accelerate", "safetensors"];
const DEV_MODULES = ["pytest", "ruff"];

export interface TrainerEnvironmentOptions {
  /** A Python that has the packages already (TRAINER_PYTHON); nothing is installed then. */
  readonly python?: string | undefined;
  /** Holds the locks: cpu.txt, cuda.txt, dev.txt and uv.txt. */
  readonly requirementsFolder: string;
  /** Whether a GPU is to be trained on. */
  readonly gpu: boolean;
  /** Adds what the trainer's tests need. */
  readonly dev?: boolean;
  /** Defaults to `darkroom` in the user's cache folder. */
  readonly cacheFolder?: string | undefined;
  readonly onProgress: (message: string) => void;
}

/**
 * Gives the path of a Python that can run the trainer. The first time this downloads some gigabytes.
 *
 * @throws as {@link ensureEnvironment}
 */
export function ensureTrainerEnvironment(options: TrainerEnvironmentOptions): Promise<string> {
  const { python, requirementsFolder, gpu, cacheFolder, onProgress } = options;
  return ensureEnvironment({
    name: "trainer",
    setting: { name: "TRAINER_PYTHON", python },
    layers: layersOf(options),
    newestMinor: 14,
    neededGib: process.platform !== "linux" ? NEEDED_GIB.elsewhere : gpu ? NEEDED_GIB.gpu : NEEDED_GIB.cpu,
    uvLock: join(requirementsFolder, "uv.txt"),
    cacheFolder,
    onProgress,
  });
}

function layersOf({ requirementsFolder, gpu, dev }: TrainerEnvironmentOptions): [Layer, ...Layer[]] {
  const trainer = { lock: join(requirementsFolder, gpu ? "cuda.txt" : "cpu.txt"), modules: TRAINER_MODULES };
  return dev === true
    ? [trainer, { lock: join(requirementsFolder, "dev.txt"), modules: DEV_MODULES }]
    : [trainer];
}
