import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { runCommand } from "./command.js";
import { TrainerEnvironmentError } from "./environment-error.js";
import { withLock } from "./folder-lock.js";
import { findInterpreter, type Interpreter } from "./interpreter.js";
import { findUv, installPackages, makeVenv } from "./packages.js";

/**
 * Free space asked for, in GiB. Measured: the CPU environment takes 4.5 GiB on Linux, where torch's wheels
 * carry CUDA's libraries; the rest is room for the download that is being unpacked.
 */
const NEEDED_GIB = { cpu: 6, gpu: 9, elsewhere: 3 };
const GIB = 1024 ** 3;
/** Another process may be downloading for as long. */
const LOCK_PATIENCE_MS = 60 * 60_000;
/** torch's first import from a cold disk. */
const IMPORT_TIMEOUT_MS = 10 * 60_000;
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
 * Gives the path of a Python that can run the trainer. The first time this makes a virtual environment in the
 * cache and downloads some gigabytes; afterwards it is found there. Safe for several processes at once.
 *
 * @throws TrainerEnvironmentError whose message says what is missing and how to get it
 */
export async function ensureTrainerEnvironment(options: TrainerEnvironmentOptions): Promise<string> {
  const layers = layersOf(options);
  if (options.python !== undefined && options.python !== "") {
    const modules = layers.flatMap((layer) => layer.modules);
    await checkImports(options.python, modules, `TRAINER_PYTHON (${options.python})`);
    return options.python;
  }
  const uv = await findUv();
  const base = await findInterpreter(uv);
  const cache = options.cacheFolder ?? defaultCacheFolder();
  const folder = join(cache, `trainer-${await fingerprint(layers[0].lock, base.version)}`);
  if (!(await isComplete(folder, layers))) {
    await mkdir(cache, { recursive: true });
    await withLock(`${folder}.lock`, () => build(folder, base, uv, layers, options), {
      patienceMs: LOCK_PATIENCE_MS,
      onWait: (holder) => {
        options.onProgress(`process ${holder} is installing the trainer's packages; waiting for it`);
      },
    });
  }
  return join(folder, "bin", "python");
}

/** What is installed in one go: a lock, and modules that show that it is there. */
interface Layer {
  readonly lock: string;
  readonly modules: readonly string[];
}

function layersOf({ requirementsFolder, gpu, dev }: TrainerEnvironmentOptions): [Layer, ...Layer[]] {
  const trainer = { lock: join(requirementsFolder, gpu ? "cuda.txt" : "cpu.txt"), modules: TRAINER_MODULES };
  return dev === true
    ? [trainer, { lock: join(requirementsFolder, "dev.txt"), modules: DEV_MODULES }]
    : [trainer];
}

function defaultCacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "darkroom");
}

/** A virtual environment cannot be built elsewhere and moved, so a last file says that a layer is whole. */
async function completeMarker(folder: string, { lock }: Layer): Promise<string> {
  return join(folder, `complete-${basename(lock, ".txt")}-${await fingerprint(lock)}`);
}

async function isComplete(folder: string, layers: readonly Layer[]): Promise<boolean> {
  for (const layer of layers) if (!(await exists(await completeMarker(folder, layer)))) return false;
  // The Python that it was built on may have been removed since.
  return (await runCommand(join(folder, "bin", "python"), ["-c", ""], { timeoutMs: 60_000 })).code === 0;
}

async function build(
  folder: string,
  base: Interpreter,
  hostUv: string | undefined,
  layers: readonly [Layer, ...Layer[]],
  { gpu, requirementsFolder, onProgress }: TrainerEnvironmentOptions,
): Promise<void> {
  const python = join(folder, "bin", "python");
  if (!(await isComplete(folder, [layers[0]]))) {
    await rm(folder, { recursive: true, force: true });
    await checkSpace(folder, gpu);
    onProgress(`installing the trainer's packages with Python ${base.version} (some minutes, once)`);
    await makeVenv(folder, base, hostUv, join(requirementsFolder, "uv.txt"));
  }
  for (const layer of layers) {
    const marker = await completeMarker(folder, layer);
    if (await exists(marker)) continue; // Also where another process was quicker.
    await installPackages(hostUv ?? join(folder, "bin", "uv"), python, layer.lock, onProgress);
    onProgress("checking that the installed packages load");
    await checkImports(python, layer.modules, "The environment that was just installed");
    await writeFile(marker, "");
  }
  onProgress("the trainer's packages are installed");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Changes with whatever an environment is made of. */
async function fingerprint(lock: string, version = ""): Promise<string> {
  const platform = `${version} ${process.platform} ${process.arch}`;
  return createHash("sha256")
    .update(platform)
    .update(await readFile(lock))
    .digest("hex")
    .slice(0, 16);
}

async function checkSpace(folder: string, gpu: boolean): Promise<void> {
  const needed = process.platform !== "linux" ? NEEDED_GIB.elsewhere : gpu ? NEEDED_GIB.gpu : NEEDED_GIB.cpu;
  const { bavail, bsize } = await statfs(join(folder, ".."));
  const free = (bavail * bsize) / GIB;
  if (free >= needed) return;
  throw new TrainerEnvironmentError(
    "disk-space",
    `The trainer's packages need ${needed} GiB in ${folder}, and ${free.toFixed(1)} GiB are free. ` +
      "Free some, or set XDG_CACHE_HOME to a folder on a larger disk.",
  );
}

async function checkImports(python: string, modules: readonly string[], whose: string): Promise<void> {
  const program = `import sys\nassert sys.version_info >= (3, 10), sys.version\nimport ${modules.join(", ")}`;
  const { code, stderr } = await runCommand(python, ["-c", program], { timeoutMs: IMPORT_TIMEOUT_MS });
  if (code === 0) return;
  throw new TrainerEnvironmentError(
    "python-unfit",
    `${whose} cannot import what the trainer needs (Python >= 3.10 with ${modules.join(", ")}): ` +
      `${stderr.split("\n").at(-1) ?? "it did not start"}\n` +
      "Install the packages of docker/trainer/requirements there, or leave TRAINER_PYTHON unset.",
  );
}
