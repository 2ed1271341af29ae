import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import type { JobRuntime } from "../core/ports/job-runtime.js";
import type { Logger } from "../core/ports/logger.js";
import { ensureTrainerEnvironment } from "../integrations/process/environment/trainer-environment.js";
import { ProcessRuntime } from "../integrations/process/process-runtime.js";

/** What starts the trainer, as RUNTIME says. */
export async function createRuntime(config: Config, projectFolder: string, logger: Logger): Promise<JobRuntime> {
  const data = resolve(config.DATA_DIR);
  const trainerFolder = join(projectFolder, "docker", "trainer");
  return Promise.resolve(
    new ProcessRuntime({
      folder: join(data, "runtime"),
      trainerFolder,
      modelsFolder: resolve(config.BASE_MODELS_DIR ?? join(data, "base-models")),
      gpus: gpuChoice(config.GPU_SLOTS),
      ensurePython: ({ gpu }, onProgress) =>
        ensureTrainerEnvironment({
          ...(config.TRAINER_PYTHON !== undefined && { python: config.TRAINER_PYTHON }),
          requirementsFolder: join(trainerFolder, "requirements"),
          gpu,
          onProgress,
        }),
      ...(config.HF_TOKEN_FILE !== undefined && { hubTokenFile: resolve(config.HF_TOKEN_FILE) }),
      logger,
    }),
  );
}

function gpuChoice(value: string): "auto" | "none" | readonly string[] {
  if (value === "auto" || value === "none") return value;
  return value.split(",").map((device) => device.trim());
}
