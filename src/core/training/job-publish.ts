import { isDomainError } from "../errors.js";
import { modelFileName, safeRole } from "../models/file-name.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { Logger } from "../ports/logger.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import { checkOutput, openOutput, refused } from "./job-output-file.js";
import { lazyStream } from "./lazy-stream.js";
import type { ModelFile, ModelVersion, TrainedModel, TrainerOutput, Training } from "./model.js";

/** Models of one owner that are looked through at a time. */
const PAGE = 50;

/** Where a file is read, checked and stored for. */
interface Stored {
  readonly training: Training;
  readonly recipe: Recipe;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

/** Checks what the trainer left, stores it and registers the model. Can be run again: it ends in the same model. */
export class Publisher {
  readonly #models: ModelRepository;
  readonly #blobs: BlobStore;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #logger: Logger;

  constructor(deps: { models: ModelRepository; blobs: BlobStore; clock: Clock; ids: Ids; logger: Logger }) {
    this.#models = deps.models;
    this.#blobs = deps.blobs;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
    this.#logger = deps.logger;
  }

  /** @throws DomainError `model-invalid`, `storage-failed`, `disk-full`; the signal's reason when it aborts */
  async publish(training: Training, workspace: Workspace, signal: AbortSignal): Promise<TrainedModel> {
    const recipe = recipeById(training.recipeId ?? "");
    const outputs = training.job?.outputs ?? [];
    if (outputs.length === 0) throw refused("no file was announced");
    const stored: Stored = { training, recipe, workspace, signal };
    const files = await this.#storeAll(stored, outputs);
    const steps = training.quote?.steps ?? 0;
    const versions = [...(await this.#earlier(stored, roleList(outputs))), { step: steps, files }];
    signal.throwIfAborted();
    return this.#models.upsertByTraining({
      id: this.#ids.next(),
      trainingId: training.id,
      ownerId: training.ownerId,
      name: training.name ?? "",
      triggerWord: training.triggerWord ?? "",
      recipeId: recipe.id,
      files,
      steps,
      ...(versions.length > 1 && { versions }),
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

  /** What of the steps before the last one passes the checks; the rest is logged, and no training fails for it. */
  async #earlier(to: Stored, roles: string): Promise<ModelVersion[]> {
    const versions: ModelVersion[] = [];
    for (const { step, files } of to.training.job?.earlier ?? []) {
      try {
        if (roleList(files) !== roles) throw refused(`step ${step} has other files than the last one`);
        versions.push({ step, files: await this.#storeAll(to, files, step) });
      } catch (error) {
        if (!isDomainError(error, "model-invalid")) throw error;
        this.#logger.warn("an earlier step of a model is left out", {
          training: to.training.id,
          step,
          error,
        });
      }
    }
    return versions;
  }

  /** @param step of files that are not the last step's */
  async #storeAll(to: Stored, outputs: readonly TrainerOutput[], step?: number): Promise<ModelFile[]> {
    const roles = outputs.map(({ role }) => safeRole(role));
    if (new Set(roles).size < roles.length) throw refused("two files of one role were announced");
    const files: ModelFile[] = [];
    for (const output of outputs) files.push(await this.#store(to, output, step));
    return files;
  }

  async #store(
    { training, recipe, workspace, signal }: Stored,
    output: TrainerOutput,
    step: number | undefined,
  ): Promise<ModelFile> {
    const facts = await checkOutput(recipe, workspace, output, signal);
    const blobKey = `${keyPrefix(training.id, step)}${safeRole(output.role)}.safetensors`;
    const stored = await this.#blobs.put(
      blobKey,
      lazyStream(() => openOutput(workspace, output.path), signal),
      {
        contentType: "application/octet-stream",
        sha256: facts.sha256,
      },
    );
    const fileName = modelFileName(training.name ?? training.id, recipe.id, output.role, step);
    return { blobKey, fileName, bytes: stored.bytes, sha256: stored.sha256, role: output.role };
  }
}

function keyPrefix(trainingId: string, step: number | undefined): string {
  return step === undefined ? `${trainingId}/` : `${trainingId}/steps/${String(step).padStart(6, "0")}/`;
}

function roleList(outputs: readonly TrainerOutput[]): string {
  return outputs
    .map(({ role }) => role)
    .sort()
    .join(" ");
}
