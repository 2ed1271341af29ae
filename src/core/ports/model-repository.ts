import type { TrainedModel } from "../training/model.js";

/** Trained models; one at most for each training. */
export interface ModelRepository {
  /** Stores the model, or replaces the one of the same training under its old id; gives what is stored. */
  upsertByTraining(model: TrainedModel): Promise<TrainedModel>;
  /** Replaces the model of this id; one that was deleted stays deleted. Gives whether it was there. */
  replace(model: TrainedModel): Promise<boolean>;
  get(id: string): Promise<TrainedModel | undefined>;
  /** Newest first. */
  listByOwner(ownerId: string, options: { limit: number; offset?: number }): Promise<TrainedModel[]>;
  countByOwner(ownerId: string): Promise<number>;
  delete(id: string): Promise<void>;
}
