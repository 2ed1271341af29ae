import { DomainError } from "../errors.js";
import { readSafetensors } from "../models/safetensors.js";
import { checkLora } from "../models/validator.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import type { ModelFile, TrainedModel, TrainerOutput, Training } from "./model.js";

/** Checks what the trainer left, stores it and registers the model. Can be run again: it ends in the same model. */
export class Publisher {
  readonly #models: ModelRepository;
  readonly #blobs: BlobStore;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(deps: { models: ModelRepository; blobs: BlobStore; clock: Clock; ids: Ids }) {
    this.#models = deps.models;
    this.#blobs = deps.blobs;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
  }

  /** @throws DomainError `model-invalid`, `storage-failed`, `disk-full` */
  async publish(training: Training, workspace: Workspace, signal: AbortSignal): Promise<TrainedModel> {
    const recipe = recipeById(training.recipeId ?? "");
    const files: ModelFile[] = [];
    for (const output of training.job?.outputs ?? []) {
      signal.throwIfAborted();
      files.push(await this.#store(training, recipe, workspace, output));
    }
    if (files.length === 0) throw new DomainError("model-invalid", {}, { message: "no file was announced" });
    return this.#models.upsertByTraining({
      id: this.#ids.next(),
      trainingId: training.id,
      ownerId: training.ownerId,
      name: training.name ?? "",
      triggerWord: training.triggerWord ?? "",
      recipeId: recipe.id,
      files,
      steps: training.quote?.steps ?? 0,
      createdAt: this.#clock.now(),
    });
  }

  async #store(
    training: Training,
    recipe: Recipe,
    workspace: Workspace,
    output: TrainerOutput,
  ): Promise<ModelFile> {
    const path = `output/${output.path}`;
    const facts = await readSafetensors(await workspace.read(path));
    if (facts.sha256 !== output.sha256) {
      throw new DomainError("model-invalid", {}, { message: `${output.path} is not what the trainer announced` });
    }
    checkLora(facts, recipe.family);
    const role = output.role.replace(/[^A-Za-z0-9_-]/g, "-");
    const blobKey = `${training.id}/${role}.safetensors`;
    const stored = await this.#blobs.put(blobKey, await workspace.read(path), {
      contentType: "application/octet-stream",
      sha256: facts.sha256,
    });
    const suffix = output.role === "lora" ? "" : `-${role}`;
    const fileName = `${fileStem(training.name ?? training.id)}-${recipe.id}${suffix}.safetensors`;
    return { blobKey, fileName, bytes: stored.bytes, sha256: stored.sha256, role: output.role };
  }
}

/** A name as a file name that every system takes. */
function fileStem(name: string): string {
  const stem = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem === "" ? "model" : stem;
}
