import type { Model, UpdateQuery } from "mongoose";
import type { ModelRepository } from "../../core/ports/model-repository.js";
import type { TrainedModel } from "../../core/training/model.js";
import type { Collections } from "./collections.js";
import { fromStored, toStored, type StoredModel } from "./documents.js";
import { repeatOnDuplicate, type Attempt } from "./errors.js";

export class MongoModelRepository implements ModelRepository {
  readonly #models: Model<StoredModel>;
  readonly #attempt: Attempt;

  constructor({ models }: Collections, attempt: Attempt) {
    this.#models = models;
    this.#attempt = attempt;
  }

  upsertByTraining(model: TrainedModel): Promise<TrainedModel> {
    const { _id, ...fields } = toStored(model);
    return this.#attempt(async () => {
      const stored = await repeatOnDuplicate(() =>
        this.#models
          .findOneAndUpdate(
            { trainingId: model.trainingId },
            { ...exactly(fields), $setOnInsert: { _id } },
            { upsert: true, returnDocument: "after" },
          )
          .lean<StoredModel | null>()
          .exec(),
      );
      return fromStored<TrainedModel>(stored);
    });
  }

  replace(model: TrainedModel): Promise<boolean> {
    const { _id, ...fields } = toStored(model);
    return this.#attempt(
      async () => (await this.#models.updateOne({ _id }, exactly(fields))).matchedCount > 0,
    );
  }

  get(id: string): Promise<TrainedModel | undefined> {
    return this.#attempt(async () => {
      const found = await this.#models.findOne({ _id: id }).lean<StoredModel | null>();
      return found === null ? undefined : fromStored<TrainedModel>(found);
    });
  }

  listByOwner(
    ownerId: string,
    { limit, offset = 0 }: { limit: number; offset?: number },
  ): Promise<TrainedModel[]> {
    return this.#attempt(async () => {
      const found = await this.#models
        .find({ ownerId })
        .sort({ createdAt: -1, _id: -1 })
        .skip(offset)
        .limit(limit)
        .lean<StoredModel[]>();
      return found.map(fromStored<TrainedModel>);
    });
  }

  countByOwner(ownerId: string): Promise<number> {
    return this.#attempt(() => this.#models.countDocuments({ ownerId }));
  }

  delete(id: string): Promise<void> {
    return this.#attempt(async () => {
      await this.#models.deleteOne({ _id: id });
    });
  }
}

/** Sets the fields, and takes away what the new model has not. */
function exactly(fields: Omit<StoredModel, "_id">): UpdateQuery<StoredModel> {
  return { $set: fields, ...(fields.versions === undefined && { $unset: { versions: 1 } }) };
}
