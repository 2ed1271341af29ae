import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import type { JobRuntime } from "../core/ports/job-runtime.js";
import type { Logger } from "../core/ports/logger.js";
import { dockerHas } from "../integrations/docker/available.js";
import { DockerRuntime } from "../integrations/docker/docker-runtime.js";
import { ensureTrainerEnvironment } from "../integrations/process/environment/trainer-environment.js";
import { ProcessRuntime } from "../integrations/process/process-runtime.js";

export interface RuntimeSettings {
  readonly config: Config;
  /** Holds docker/trainer. */
  readonly projectFolder: string;
  /** The worker's own folder, on a local disk. */
  readonly folder: string;
  readonly workerId: string;
  readonly logger: Logger;
}

/** What starts the trainer, as RUNTIME says. */
export async function createRuntime(settings: RuntimeSettings): Promise<JobRuntime> {
  const { RUNTIME, TRAINER_IMAGE, DOCKER_HOST } = settings.config;
  const docker =
    RUNTIME === "docker" || (RUNTIME === "auto" && (await dockerHas(TRAINER_IMAGE, DOCKER_HOST)));
  return docker ? dockerRuntime(settings) : processRuntime(settings);
}

function dockerRuntime({ config, workerId, logger }: RuntimeSettings): DockerRuntime {
  const { DOCKER_HOST, DOCKER_DATA_DIR, DOCKER_NETWORK, TRAINER_IMAGE, DATA_DIR } = config;
  return new DockerRuntime({
    ...(DOCKER_HOST !== undefined && { host: DOCKER_HOST }),
    image: TRAINER_IMAGE,
    ...shared(config),
    workerId,
    network: DOCKER_NETWORK,
    ...(DOCKER_DATA_DIR !== undefined && {
      pathMappings: [{ here: resolve(DATA_DIR), onEngine: DOCKER_DATA_DIR }],
    }),
    ...(!seesDataFolder(config) && { copied: { jobsFolder: resolve(DATA_DIR, "jobs") } }),
    logger,
  });
}

/** Whether the engine can mount this program's folders: one behind a local socket can, unless it is told otherwise. */
export function seesDataFolder(
  config: Pick<Config, "DOCKER_HOST" | "DOCKER_DATA_DIR" | "DOCKER_SHARED_DISK">,
): boolean {
  const { DOCKER_HOST, DOCKER_DATA_DIR, DOCKER_SHARED_DISK } = config;
  if (DOCKER_SHARED_DISK !== "auto") return DOCKER_SHARED_DISK === "true";
  return DOCKER_DATA_DIR !== undefined || DOCKER_HOST === undefined || /^(unix|npipe):/.test(DOCKER_HOST);
}

function processRuntime({ config, projectFolder, folder, logger }: RuntimeSettings): ProcessRuntime {
  const trainerFolder = trainerFolderOf(projectFolder);
  return new ProcessRuntime({
    folder: join(folder, "runtime"),
    trainerFolder,
    ...shared(config),
    ensurePython: ({ gpu }, onProgress) =>
      ensureTrainerEnvironment({
        python: config.TRAINER_PYTHON,
        requirementsFolder: join(trainerFolder, "requirements"),
        gpu,
        onProgress,
      }),
    logger,
  });
}

/** What holds the trainer's package, and its locks. */
export function trainerFolderOf(projectFolder: string): string {
  return join(projectFolder, "docker", "trainer");
}

/** What both runtimes take alike. */
function shared(config: Config): {
  modelsFolder: string;
  gpus: "auto" | "none" | readonly string[];
  hubTokenFile?: string;
} {
  const { BASE_MODELS_DIR, DATA_DIR, GPU_SLOTS, HF_TOKEN_FILE } = config;
  return {
    modelsFolder: resolve(BASE_MODELS_DIR ?? join(DATA_DIR, "base-models")),
    gpus:
      GPU_SLOTS === "auto" || GPU_SLOTS === "none"
        ? GPU_SLOTS
        : GPU_SLOTS.split(",").map((device) => device.trim()),
    ...(HF_TOKEN_FILE !== undefined && { hubTokenFile: resolve(HF_TOKEN_FILE) }),
  };
}
