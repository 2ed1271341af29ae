import { join } from "node:path";
import { ensureEnvironment } from "./python-environment.js";

/** Free space asked for, in GiB. Measured: the environment takes 0.6 GiB with its compiled code; the rest is the download. */
const NEEDED_GIB = 2;
/** MediaPipe with packaged models has no wheels for later ones. */
const NEWEST_MINOR = 12;

/**
 * Gives the path of a Python that can run the trainer's `create-masks`. The first time this downloads 0.2 GB.
 *
 * @param options.python one that has the packages already (MASKS_PYTHON); nothing is installed then
 * @param options.requirementsFolder holds masks.txt and uv.txt
 * @throws as {@link ensureEnvironment}
 */
export function ensureMasksEnvironment(options: {
  readonly python?: string | undefined;
  readonly requirementsFolder: string;
  readonly cacheFolder?: string | undefined;
  readonly onProgress: (message: string) => void;
}): Promise<string> {
  const { python, requirementsFolder, cacheFolder, onProgress } = options;
  return ensureEnvironment({
    name: "mask-maker",
    setting: { name: "MASKS_PYTHON", python },
    layers: [{ lock: join(requirementsFolder, "masks.txt"), modules: ["mediapipe"] }],
    newestMinor: NEWEST_MINOR,
    neededGib: NEEDED_GIB,
    uvLock: join(requirementsFolder, "uv.txt"),
    cacheFolder,
    onProgress,
  });
}
