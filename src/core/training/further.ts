import { DomainError, isDomainError } from "../errors.js";
import type { ModelRegistry } from "../models/registry.js";
import type { ModelSharing } from "../models/sharing.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { recipeById } from "../recipes/index.js";
import type { DatasetCopies } from "./dataset-copy.js";
import type { Drafts } from "./drafts.js";
import type { Actor, Basis, TrainedModel, Training } from "./model.js";
import type { Names } from "./names.js";
import { resolveParameters } from "./options.js";
import type { TrainingRecords } from "./records.js";

/** Trainings that go on from a finished model, with its dataset. */
export class FurtherTraining {
  readonly #trainings: Pick<TrainingRepository, "get">;
  readonly #models: ModelRegistry;
  readonly #sharing: ModelSharing;
  readonly #records: TrainingRecords;
  readonly #drafts: Drafts;
  readonly #names: Names;
  readonly #copies: DatasetCopies;

  constructor(deps: {
    trainings: Pick<TrainingRepository, "get">;
    models: ModelRegistry;
    sharing: ModelSharing;
    records: TrainingRecords;
    drafts: Drafts;
    names: Names;
    copies: DatasetCopies;
  }) {
    this.#trainings = deps.trainings;
    this.#models = deps.models;
    this.#sharing = deps.sharing;
    this.#records = deps.records;
    this.#drafts = deps.drafts;
    this.#names = deps.names;
    this.#copies = deps.copies;
  }

  /**
   * A draft that begins with the model's weights and lacks nothing: the photos, captions and options of its training
   * are copied, for either may be changed or deleted then. One that is open already is completed and given again.
   *
   * @throws DomainError `not-found` where the model or its training is gone, `not-yours`, `too-many-drafts`,
   *   `recipe-unavailable`, `storage-failed`
   */
  async begin(actor: Actor, modelId: string, channel: string): Promise<Training> {
    const model = await this.#models.owned(actor, modelId);
    // The copies would be the actor's own: an administrator has no business with them.
    if (model.ownerId !== actor.userId) throw new DomainError("not-yours");
    const source = await this.#records.owned(actor, model.trainingId);
    const open = await this.#drafts.open(actor, channel);
    const draft =
      open.find(({ basis }) => basis?.modelId === modelId) ??
      (await this.#furnish(actor, await this.#drafts.start(actor, channel), source, model));
    // Both are set together, below: with either of them it was whole, and what is missing since is missed by nobody.
    if (draft.collected || draft.captioned) return draft;
    await this.#copies.copy(actor, source, draft);
    return this.#records.changeDraft(actor, draft.id, (stored) => ({
      ...stored,
      collected: true,
      captioned: true,
    }));
  }

  /**
   * A draft that begins with the weights of a model which somebody shares with the actor; the photos are to be their own.
   * One that is open already is given again.
   *
   * @param token of the share, as the actor took it
   * @throws DomainError `share-ended`; `basis-gone` where the training of that model is deleted, for how it was trained is
   *   known no more; `too-many-drafts`, `recipe-unavailable`
   */
  async beginFromShared(actor: Actor, token: string, channel: string): Promise<Training> {
    const model = await this.#sharing.receivedModel(actor, token);
    const open = await this.#drafts.open(actor, channel);
    const begun = open.find(({ basis }) => basis?.modelId === model.id);
    if (begun !== undefined) return begun;
    const source = await this.#trainings.get(model.trainingId);
    if (source === undefined) throw new DomainError("basis-gone");
    // Its prompts may speak of what is its owner's alone.
    const { samplePrompts: _theirs, ...options } = source.options;
    return this.#furnish(actor, await this.#drafts.start(actor, channel), { ...source, options }, model);
  }

  /** What it is trained with, in one write: a draft that a crash left before it is an empty one. */
  async #furnish(actor: Actor, draft: Training, source: Training, model: TrainedModel): Promise<Training> {
    const { recipeId = model.recipeId, options, triggerWord = model.triggerWord } = source;
    const recipe = recipeById(recipeId);
    const { rank } = resolveParameters(recipe, options, source.imageIds?.length ?? 0);
    const files = model.files.map(({ blobKey, role }) => ({ blobKey, role }));
    const isAnothers = model.ownerId !== actor.userId;
    const basis: Basis = {
      modelId: model.id,
      name: model.name,
      recipeId,
      rank,
      files,
      ...(isAnothers && { trainedBy: model.ownerId }),
    };
    await this.#records.changeDraft(actor, draft.id, (stored) => ({
      ...stored,
      recipeId,
      triggerWord,
      options: { ...options, overrides: { ...options.overrides, rank } },
      basis,
    }));
    return this.#nameIt(actor, draft.id, model.name);
  }

  /** The model's name, or the free one that comes next: "Rex 2". */
  async #nameIt(actor: Actor, draftId: string, name: string): Promise<Training> {
    try {
      return await this.#names.nameDraft(actor, draftId, name);
    } catch (error) {
      const free = isDomainError(error, "name-taken") ? error.params["free"] : undefined;
      if (free === undefined) throw error;
      return this.#names.nameDraft(actor, draftId, String(free));
    }
  }
}
