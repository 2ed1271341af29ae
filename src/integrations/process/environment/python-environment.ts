import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { runCommand } from "./command.js";
import { TrainerEnvironmentError } from "./environment-error.js";
import { withLock } from "./folder-lock.js";
import { findInterpreter, type Interpreter } from "./interpreter.js";
import { findUv, installPackages, makeVenv } from "./packages.js";

const GIB = 1024 ** 3;
/** Another process may be downloading for as long. */
const LOCK_PATIENCE_MS = 60 * 60_000;
/** torch's first import from a cold disk. */
const IMPORT_TIMEOUT_MS = 10 * 60_000;

/** What is installed in one go: a lock, and modules that show that it is there. */
export interface Layer {
  readonly lock: string;
  readonly modules: readonly string[];
}

/** What an environment is for, and what it takes. */
export interface EnvironmentSpec {
  /** Of the program that runs in it; begins the name of its folder. */
  readonly name: string;
  /** The variable that names a Python which has the packages, and what it says; nothing is installed then. */
  readonly setting: { readonly name: string; readonly python: string | undefined };
  readonly layers: readonly [Layer, ...Layer[]];
  /** The newest 3.x that the locked packages have wheels for. */
  readonly newestMinor: number;
  /** Free space asked for. */
  readonly neededGib: number;
  /** Pins uv by its hash. */
  readonly uvLock: string;
  /** Defaults to `darkroom` in the user's cache folder. */
  readonly cacheFolder?: string | undefined;
  readonly onProgress: (message: string) => void;
}

/**
 * Gives the path of a Python that has the layers' packages. The first time this makes a virtual environment in the
 * cache; afterwards it is found there. Safe for several processes at once.
 *
 * @throws TrainerEnvironmentError whose message says what is missing and how to get it
 */
export async function ensureEnvironment(spec: EnvironmentSpec): Promise<string> {
  const { name, setting, layers } = spec;
  if (setting.python !== undefined && setting.python !== "") {
    const modules = layers.flatMap((layer) => layer.modules);
    await checkImports(spec, setting.python, modules, `${setting.name} (${setting.python})`);
    return setting.python;
  }
  const uv = await findUv();
  const base = await findInterpreter(uv, { ...spec, setting: setting.name });
  const cache = spec.cacheFolder ?? defaultCacheFolder();
  const folder = join(cache, `${name}-${await fingerprint(layers[0].lock, base.version)}`);
  if (!(await isComplete(folder, layers))) {
    await mkdir(cache, { recursive: true });
    await withLock(`${folder}.lock`, () => build(folder, base, uv, spec), {
      patienceMs: LOCK_PATIENCE_MS,
      onWait: (holder) => {
        spec.onProgress(`process ${holder} is installing the ${name}'s packages; waiting for it`);
      },
    });
  }
  return join(folder, "bin", "python");
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
  spec: EnvironmentSpec,
): Promise<void> {
  const { name, layers, onProgress } = spec;
  const python = join(folder, "bin", "python");
  if (!(await isComplete(folder, [layers[0]]))) {
    await rm(folder, { recursive: true, force: true });
    await checkSpace(folder, spec);
    onProgress(`installing the ${name}'s packages with Python ${base.version} (some minutes, once)`);
    await makeVenv(folder, base, hostUv, spec.uvLock);
  }
  for (const layer of layers) {
    const marker = await completeMarker(folder, layer);
    if (await exists(marker)) continue; // Also where another process was quicker.
    await installPackages(hostUv ?? join(folder, "bin", "uv"), python, layer.lock, onProgress);
    onProgress("checking that the installed packages load");
    await checkImports(spec, python, layer.modules, "The environment that was just installed");
    await writeFile(marker, "");
  }
  onProgress(`the ${name}'s packages are installed`);
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

async function checkSpace(folder: string, { name, neededGib }: EnvironmentSpec): Promise<void> {
  const { bavail, bsize } = await statfs(join(folder, ".."));
  const free = (bavail * bsize) / GIB;
  if (free >= neededGib) return;
  throw new TrainerEnvironmentError(
    "disk-space",
    `The ${name}'s packages need ${neededGib} GiB in ${folder}, and ${free.toFixed(1)} GiB are free. ` +
      "Free some, or set XDG_CACHE_HOME to a folder on a larger disk.",
  );
}

async function checkImports(
  { name, setting, newestMinor }: EnvironmentSpec,
  python: string,
  modules: readonly string[],
  whose: string,
): Promise<void> {
  const program = `import sys\nassert sys.version_info >= (3, 10), sys.version\nimport ${modules.join(", ")}`;
  const { code, stderr } = await runCommand(python, ["-c", program], { timeoutMs: IMPORT_TIMEOUT_MS });
  if (code === 0) return;
  throw new TrainerEnvironmentError(
    "python-unfit",
    `${whose} cannot import what the ${name} needs (Python 3.10 to 3.${newestMinor} with ${modules.join(", ")}): ` +
      `${stderr.split("\n").at(-1) ?? "it did not start"}\n` +
      `Install the packages of docker/trainer/requirements there, or leave ${setting.name} unset.`,
  );
}
