import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import type { JobRuntime } from "../core/ports/job-runtime.js";
import type { Logger } from "../core/ports/logger.js";
import { dockerHas } from "../integrations/docker/available.js";
import { DockerRuntime } from "../integrations/docker/docker-runtime.js";
import { ensureTrainerEnvironment } from "../integrations/process/environment/trainer-environment.js";
import { ProcessRuntime } from "../integrations/process/process-runtime.js";

interface RuntimeSettings {
  readonly config: Config;
  /** Holds docker/trainer. */
  readonly projectFolder: string;
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
  const { DOCKER_HOST, DOCKER_DATA_DIR, TRAINER_IMAGE, DATA_DIR } = config;
  return new DockerRuntime({
    ...(DOCKER_HOST !== undefined && { host: DOCKER_HOST }),
    image: TRAINER_IMAGE,
    ...shared(config),
    workerId,
    ...(DOCKER_DATA_DIR !== undefined && {
      pathMappings: [{ here: resolve(DATA_DIR), onEngine: DOCKER_DATA_DIR }],
    }),
    logger,
  });
}

function processRuntime({ config, projectFolder, logger }: RuntimeSettings): ProcessRuntime {
  const trainerFolder = join(projectFolder, "docker", "trainer");
  return new ProcessRuntime({
    folder: resolve(config.DATA_DIR, "runtime"),
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
