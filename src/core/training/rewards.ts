import type { Accounts } from "../points/accounts.js";
import type { Transfer } from "../points/ledger.js";
import type { Posting } from "../points/posting.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Contribution, Training } from "./model.js";

/** Points of a run's payment that are others', by what of theirs was used. */
export interface Shares {
  readonly model: number;
  readonly datasets: number;
}

/**
 * Whose photos a training is about to learn from, those of its own person left out; who gave most comes first. Who has
 * deleted the training that their photos come from gets nothing for them any more.
 *
 * @param training with its dataset frozen
 */
export async function contributionsTo(
  { id, ownerId, imageIds = [] }: Training,
  stores: { trainings: Pick<TrainingRepository, "get">; datasets: Pick<DatasetRepository, "list"> },
): Promise<Contribution[]> {
  const frozen = new Set(imageIds);
  const photosBy = new Map<string, number>();
  for (const { id: imageId, sharedBy } of await stores.datasets.list(id))
    if (sharedBy !== undefined && frozen.has(imageId))
      photosBy.set(sharedBy, (photosBy.get(sharedBy) ?? 0) + 1);
  const contributions: Contribution[] = [];
  for (const [trainingId, photos] of photosBy) {
    const personId = (await stores.trainings.get(trainingId))?.ownerId;
    if (personId !== undefined && personId !== ownerId) contributions.push({ personId, trainingId, photos });
  }
  return contributions.sort(
    (one, other) => other.photos - one.photos || (one.trainingId < other.trainingId ? -1 : 1),
  );
}

/** What of a run's payment is others', by what is in force now. All of it together is never more than the payment. */
export function sharesOf(
  { charge, basis, imageIds = [] }: Training,
  accounts: Pick<Accounts, "modelShare" | "datasetShare"> | undefined,
): Shares {
  const { due = 0, contributions = [] } = charge ?? {};
  if (accounts === undefined) return { model: 0, datasets: 0 };
  const model = basis?.trainedBy === undefined ? 0 : accounts.modelShare(due);
  const datasets = accounts.datasetShare(due, { photos: photosOf(contributions), of: imageIds.length });
  return { model, datasets: Math.min(datasets, due - model) };
}

/** How a settlement says what of it is others'. */
export function aboutShares({ model, datasets }: Shares): Record<string, number> {
  return model + datasets === 0 ? {} : { modelReward: model, datasetReward: datasets };
}

/**
 * The rewards that follow from a settlement, as it was posted: the same ones whenever it is asked, whatever the
 * operator says since and whatever became of the photos. One for the model, and one for each dataset, numbered from 1.
 */
export function rewardsFor({ charge, basis }: Training, { lines, about }: Posting): Transfer[] {
  if (charge === undefined) return [];
  const { hold, contributions = [] } = charge;
  const forDatasets = Number(about["datasetReward"] ?? 0);
  // A settlement of before datasets had rewards has the model's alone.
  const forModel = (lines.rewards ?? 0) - forDatasets;
  const rewards: Transfer[] = [];
  if (basis?.trainedBy !== undefined && forModel > 0)
    rewards.push({
      id: `model/${hold}`,
      personId: basis.trainedBy,
      points: forModel,
      about: { model: basis.modelId, hold },
    });
  const points = divided(forDatasets, contributions);
  const paid = contributions.flatMap(({ personId, trainingId }, index) => {
    const share = points[index] ?? 0;
    return share === 0 ? [] : [{ personId, points: share, about: { dataset: trainingId, hold } }];
  });
  return [...rewards, ...paid.map((reward, index) => ({ ...reward, id: `dataset/${hold}/${index + 1}` }))];
}

/** By the number of photos, rounded down; the points that this leaves go one by one to who gave most. */
function divided(points: number, contributions: readonly Contribution[]): number[] {
  const all = photosOf(contributions);
  const shares = contributions.map(({ photos }) => Math.floor((points * photos) / all));
  const left = points - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, index) => (index < left ? share + 1 : share));
}

function photosOf(contributions: readonly Contribution[]): number {
  return contributions.reduce((sum, { photos }) => sum + photos, 0);
}
