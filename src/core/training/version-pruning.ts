import { versionsOf, withSteps } from "../models/versions.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { TrainedModel } from "./model.js";
import { STATUSES } from "./state.js";

const PAGE = 50;
/** A training that has come to its end needs no more what it began with; one that failed may be tried again. */
const MAY_BEGIN = STATUSES.filter((status) => status !== "COMPLETED");

/**
 * Leaves of a model that outlives its training, since another one of its owner is to begin with it, the files of its
 * step and those that are to be begun with, until the model goes: nobody can choose another step any more. The record
 * comes first, so that no step can be chosen whose files went before a crash; done again, it finds what is left by its
 * keys.
 */
export async function pruneVersions(
  model: TrainedModel,
  { trainings, models, blobs }: { trainings: TrainingRepository; models: ModelRepository; blobs: BlobStore },
): Promise<void> {
  if (model.versions === undefined) return;
  const begunWith = await blobKeysBegunWith(model, trainings);
  const steps = versionsOf(model)
    .filter(({ step, files }) => step === model.steps || files.some(({ blobKey }) => begunWith.has(blobKey)))
    .map(({ step }) => step);
  const pruned = withSteps(model, steps);
  await models.replace(pruned);
  const kept = new Set(versionsOf(pruned).flatMap(({ files }) => files.map(({ blobKey }) => blobKey)));
  for await (const key of blobs.list(`${model.trainingId}/`)) {
    if (!kept.has(key)) await blobs.delete(key);
  }
}

/** Whether a training of its owner, which has not come to its end, is to go on from this model. */
export async function isBegunWith(model: TrainedModel, trainings: TrainingRepository): Promise<boolean> {
  return (await blobKeysBegunWith(model, trainings)).size > 0;
}

/** The files that trainings begin with which go on from this model. */
async function blobKeysBegunWith(model: TrainedModel, trainings: TrainingRepository): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await trainings.listByOwner(model.ownerId, { limit: PAGE, offset, statuses: MAY_BEGIN });
    for (const { basis } of page) {
      if (basis?.modelId === model.id) for (const { blobKey } of basis.files) keys.add(blobKey);
    }
    if (page.length < PAGE) return keys;
  }
}
