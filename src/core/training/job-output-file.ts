import { DomainError, isDomainError } from "../errors.js";
import { readSafetensors, type SafetensorsFacts } from "../models/safetensors.js";
import { checkLora } from "../models/validator.js";
import type { ByteStream } from "../ports/blob-store.js";
import type { Workspace } from "../ports/workspace.js";
import type { Recipe } from "../recipes/recipe.js";
import { lazyStream } from "./lazy-stream.js";
import type { TrainerOutput } from "./model.js";

/**
 * Says whether a file that the trainer announced is there as it was announced, and a LoRA of the recipe.
 *
 * @throws DomainError `model-invalid`; the signal's reason when it aborts
 */
export async function checkOutput(
  recipe: Recipe,
  workspace: Workspace,
  output: TrainerOutput,
  signal: AbortSignal,
): Promise<SafetensorsFacts> {
  const facts = await readSafetensors(lazyStream(() => openOutput(workspace, output.path), signal));
  if (facts.sha256 !== output.sha256) throw refused(`${output.path} is not what the trainer announced`);
  checkLora(facts, recipe.keyForm);
  return facts;
}

/** @throws DomainError `model-invalid` when it is not there */
export async function openOutput(workspace: Workspace, path: string): Promise<ByteStream> {
  try {
    return await workspace.read(`output/${path}`);
  } catch (cause) {
    // A path that leaves the folder is a TypeError.
    if (!isDomainError(cause, "not-found") && !(cause instanceof TypeError)) throw cause;
    throw refused(`${path} was announced and is not there`, cause);
  }
}

export function refused(reason: string, cause?: unknown): DomainError {
  return new DomainError("model-invalid", {}, { cause, message: `the trained model was refused: ${reason}` });
}
