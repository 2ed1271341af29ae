import { join } from "node:path";
import type { JobRuntime } from "../core/ports/job-runtime.js";
import type { MaskMaker } from "../core/ports/mask-maker.js";
import { MaskContainer } from "../integrations/docker/mask-container.js";
import { ensureMasksEnvironment } from "../integrations/process/environment/masks-environment.js";
import { MaskProcess } from "../integrations/process/mask-process.js";
import { trainerFolderOf, type RuntimeSettings } from "./runtime.js";

/** What makes masks, beside the trainers; undefined where MASKS=off. @param kind where the trainers are */
export function createMaskMaker(
  { config, projectFolder, workerId }: RuntimeSettings,
  kind: JobRuntime["kind"],
): MaskMaker | undefined {
  const { MASKS, MASKS_IMAGE, MASKS_PYTHON, DOCKER_HOST } = config;
  if (MASKS === "off") return undefined;
  if (kind === "docker") {
    const host = DOCKER_HOST === undefined ? {} : { host: DOCKER_HOST };
    return new MaskContainer({ ...host, image: MASKS_IMAGE, workerId });
  }
  const trainerFolder = trainerFolderOf(projectFolder);
  return new MaskProcess({
    trainerFolder,
    ensurePython: (onProgress) =>
      ensureMasksEnvironment({
        python: MASKS_PYTHON,
        requirementsFolder: join(trainerFolder, "requirements"),
        onProgress,
      }),
  });
}
