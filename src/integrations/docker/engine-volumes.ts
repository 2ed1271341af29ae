import { access, readdir, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";
import { receiveFiles, sendFiles } from "./archive-transfer.js";
import type { Engine } from "./engine.js";
import { ifStatus } from "./engine-errors.js";
import { entriesOf, type ArchiveEntry } from "./folder-archive.js";
import type { JobStorage, PlacedJob } from "./job-storage.js";
import { JobVolumes, mountsOf, type VolumeSet } from "./job-volumes.js";

/** The trainer's user in its image; nothing of the engine's host is its own. */
const TRAINER = 10001;
const ROOT = 0;
const HUB_TOKEN = ".hub-token";
/** In a job's folder: files on their way back that are not whole yet. */
const SCRATCH = ".incoming";

export interface EngineVolumesOptions {
  readonly image: string;
  /** Where jobs have their folders: one that an earlier life of this program has started has its own there. */
  readonly jobsFolder: string;
  readonly workerId: string;
  /** Copied to the engine with each job, and removed with it. */
  readonly hubTokenFile?: string;
}

/**
 * An engine that does not see this program's folders: a job's folder is copied into volumes of its own, and its
 * output comes back when it has ended. The weights stay on the engine.
 */
export class EngineVolumes implements JobStorage {
  readonly #engine: Engine;
  readonly #options: EngineVolumesOptions;
  readonly #volumes: JobVolumes;

  constructor(engine: Engine, options: EngineVolumesOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#volumes = new JobVolumes(engine);
  }

  async place(spec: JobSpec): Promise<PlacedJob> {
    const volumes = await this.#volumes.create(spec, this.#options.image);
    try {
      await sendFiles(volumes.carrier, this.#entries(spec.folder));
    } catch (error) {
      await this.#volumes.discard(volumes).catch(() => undefined); // The first error says more.
      throw error;
    }
    return this.#placed(volumes);
  }

  async fetchResults(jobId: string, container: Docker.Container): Promise<void> {
    const folder = join(this.#options.jobsFolder, jobId);
    if (!(await exists(folder))) return; // Nobody wants them any more.
    const unpacked = await receiveFiles(container, "/job/output", folder, join(folder, SCRATCH));
    if (unpacked === undefined) return;
    const output = join(folder, "output");
    // What the trainer has removed, old checkpoints say, goes here too.
    for (const path of await readdir(output, { recursive: true })) {
      const name = ["output", ...path.split(sep)].join("/");
      if (!unpacked.has(name)) await rm(join(output, path), { recursive: true, force: true });
    }
  }

  async fetchFile(jobId: string, container: Docker.Container, path: string): Promise<void> {
    const folder = join(this.#options.jobsFolder, jobId);
    const output = join(folder, "output");
    const file = join(output, path);
    if (!file.startsWith(output + sep)) throw new Error(`Not a path of the output: ${path.slice(0, 200)}`);
    if ((await exists(file)) || !(await exists(folder))) return;
    await receiveFiles(container, `/job/output/${path}`, dirname(file), join(folder, SCRATCH));
  }

  remove(jobId: string): Promise<void> {
    return this.#volumes.remove(jobId);
  }

  removeAbandoned(jobId: string): Promise<void> {
    return this.#volumes.removeAbandoned(jobId);
  }

  list(): Promise<string[]> {
    return this.#volumes.list(this.#options.workerId);
  }

  #placed(volumes: VolumeSet): PlacedJob {
    return {
      mounts: mountsOf(volumes.stem, { jobReadOnly: true }),
      user: `${TRAINER}:${TRAINER}`,
      ...(this.#options.hubTokenFile !== undefined && { hubTokenFile: `/job/${HUB_TOKEN}` }),
      has: (path) => this.#has(volumes.carrier, `/models/${path}`),
      settle: () => this.#volumes.settle(volumes),
      discard: () => this.#volumes.discard(volumes),
    };
  }

  async #has(carrier: Docker.Container, path: string): Promise<boolean> {
    const found: unknown = await this.#engine.ask((abortSignal) =>
      carrier.infoArchive({ path, abortSignal }).catch(ifStatus(404)),
    );
    return found !== undefined;
  }

  async *#entries(folder: string): AsyncGenerator<ArchiveEntry> {
    const { hubTokenFile } = this.#options;
    // A new volume is root's.
    yield { name: "models", owner: TRAINER, mode: 0o755 };
    for await (const entry of entriesOf(folder, "job", ROOT)) {
      if (isInside(entry.name, `job/${SCRATCH}`)) continue;
      // What an earlier start has written is the trainer's own: it goes on from there.
      yield isInside(entry.name, "job/output") ? { ...entry, owner: TRAINER } : entry;
    }
    yield { name: "job/output", owner: TRAINER, mode: 0o755 };
    if (hubTokenFile !== undefined)
      yield { name: `job/${HUB_TOKEN}`, source: hubTokenFile, owner: TRAINER, mode: 0o400 };
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
