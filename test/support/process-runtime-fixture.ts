import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ProcessRuntime,
  type ProcessRuntimeOptions,
} from "../../src/integrations/process/process-runtime.js";

const FAKE = fileURLToPath(new URL("./fake-trainer.py", import.meta.url));

/** Makes a folder from which `python -m lora_trainer` is the fake trainer. */
export async function installFakeTrainer(root: string): Promise<string> {
  const trainerFolder = join(root, "trainer");
  await mkdir(join(trainerFolder, "lora_trainer"), { recursive: true });
  await copyFile(FAKE, join(trainerFolder, "lora_trainer", "__main__.py"));
  return trainerFolder;
}

/** A process runtime whose state, models and (fake) trainer are under this folder. */
export function processRuntimeIn(root: string, changes: Partial<ProcessRuntimeOptions> = {}): ProcessRuntime {
  return new ProcessRuntime({
    folder: join(root, "runtime"),
    trainerFolder: join(root, "trainer"),
    modelsFolder: join(root, "models"),
    gpus: "none",
    ensurePython: () => Promise.resolve(process.env["TEST_PYTHON"] ?? "python3"),
    ...changes,
  });
}
