import { access } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";
import { enginePath, type PathMapping } from "./engine-path.js";
import type { JobStorage, PlacedJob } from "./job-storage.js";
import { handOver } from "./workspace-owner.js";

const HUB_TOKEN = "/run/secrets/hub-token";

export interface SharedDiskOptions {
  readonly modelsFolder: string;
  /** Readable by the trainer's user. */
  readonly hubTokenFile?: string;
  /** Where the engine has this program's folders, when they differ. */
  readonly pathMappings: readonly PathMapping[];
}

/** An engine that sees this program's folders: they are mounted, and nothing is copied. */
export class SharedDisk implements JobStorage {
  readonly #options: SharedDiskOptions;

  constructor(options: SharedDiskOptions) {
    this.#options = options;
  }

  async place(spec: JobSpec): Promise<PlacedJob> {
    const { modelsFolder, hubTokenFile } = this.#options;
    return {
      mounts: this.#mounts(spec),
      user: await handOver(join(spec.folder, "output"), modelsFolder),
      ...(hubTokenFile !== undefined && { hubTokenFile: HUB_TOKEN }),
      has: (path) =>
        access(join(modelsFolder, path)).then(
          () => true,
          () => false,
        ),
      settle: () => Promise.resolve(true),
      discard: () => Promise.resolve(),
    };
  }

  fetchResults(): Promise<void> {
    return Promise.resolve();
  }

  fetchFile(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  removeAbandoned(): Promise<void> {
    return Promise.resolve();
  }

  list(): Promise<string[]> {
    return Promise.resolve([]);
  }

  #mounts({ folder }: JobSpec): Docker.MountConfig {
    const { modelsFolder, hubTokenFile, pathMappings } = this.#options;
    const bind = (path: string, Target: string, ReadOnly: boolean): Docker.MountSettings => {
      return { Type: "bind", Source: enginePath(path, pathMappings), Target, ReadOnly };
    };
    return [
      bind(folder, "/job", true),
      bind(join(folder, "output"), "/job/output", false),
      bind(modelsFolder, "/models", false),
      ...(hubTokenFile === undefined ? [] : [bind(hubTokenFile, HUB_TOKEN, true)]),
    ];
  }
}
