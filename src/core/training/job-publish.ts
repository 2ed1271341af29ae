import { DomainError, isDomainError } from "../errors.js";
import { modelFileName, safeRole } from "../models/file-name.js";
import { readSafetensors, type SafetensorsFacts } from "../models/safetensors.js";
import { checkLora } from "../models/validator.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import { lazyStream } from "./lazy-stream.js";
import type { ModelFile, TrainedModel, TrainerOutput, Training } from "./model.js";

/** Models of one owner that are looked through at a time. */
const PAGE = 50;

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

  /** @throws DomainError `model-invalid`, `storage-failed`, `disk-full`; the signal's reason when it aborts */
  async publish(training: Training, workspace: Workspace, signal: AbortSignal): Promise<TrainedModel> {
    const recipe = recipeById(training.recipeId ?? "");
    const outputs = training.job?.outputs ?? [];
    if (outputs.length === 0) throw refused("no file was announced");
    const roles = outputs.map(({ role }) => safeRole(role));
    if (new Set(roles).size < roles.length) throw refused("two files of one role were announced");
    const files: ModelFile[] = [];
    for (const output of outputs) files.push(await this.#store(training, recipe, workspace, output, signal));
    signal.throwIfAborted();
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

  /** Takes back what was published of a training that did not end well. Nothing there is no error. */
  async withdraw(training: Pick<Training, "id" | "ownerId">): Promise<void> {
    await this.#blobs.deleteAll(`${training.id}/`);
    for (let offset = 0; ; offset += PAGE) {
      const models = await this.#models.listByOwner(training.ownerId, { limit: PAGE, offset });
      const model = models.find(({ trainingId }) => trainingId === training.id);
      if (model !== undefined) await this.#models.delete(model.id);
      if (model !== undefined || models.length < PAGE) return;
    }
  }

  async #store(
    training: Training,
    recipe: Recipe,
    workspace: Workspace,
    output: TrainerOutput,
    signal: AbortSignal,
  ): Promise<ModelFile> {
    const facts = await this.#check(recipe, workspace, output, signal);
    const role = safeRole(output.role);
    const blobKey = `${training.id}/${role}.safetensors`;
    const stored = await this.#blobs.put(
      blobKey,
      lazyStream(() => openOutput(workspace, output.path), signal),
      {
        contentType: "application/octet-stream",
        sha256: facts.sha256,
      },
    );
    const fileName = modelFileName(training.name ?? training.id, recipe.id, output.role);
    return { blobKey, fileName, bytes: stored.bytes, sha256: stored.sha256, role: output.role };
  }

  async #check(
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
}

async function openOutput(workspace: Workspace, path: string): Promise<ByteStream> {
  try {
    return await workspace.read(`output/${path}`);
  } catch (cause) {
    // A path that leaves the folder is a TypeError.
    if (!isDomainError(cause, "not-found") && !(cause instanceof TypeError)) throw cause;
    throw refused(`${path} was announced and is not there`, cause);
  }
}

function refused(reason: string, cause?: unknown): DomainError {
  return new DomainError("model-invalid", {}, { cause, message: `the trained model was refused: ${reason}` });
}
