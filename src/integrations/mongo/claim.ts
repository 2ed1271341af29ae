import type { Model } from "mongoose";
import type { Claim } from "../../core/ports/training-repository.js";
import { begun } from "../../core/training/claimed.js";
import type { Turns } from "../../core/training/fairness.js";
import type { Training } from "../../core/training/model.js";
import { ACTIVE_STATUSES, REMEMBERED } from "../../core/training/state.js";
import type { WaitingLine } from "../../core/training/waiting-line.js";
import { toDocument, toTraining, type StoredTraining } from "./documents.js";

/** A training whose worker lost it: the same job in other hands, one attempt on; one atomic step of the server. */
export async function claimLost(
  trainings: Model<StoredTraining>,
  claim: Claim,
): Promise<StoredTraining | null> {
  const status = { $in: ACTIVE_STATUSES };
  // No lease ends before 1970.
  const lapsedBy = claim.ownOnly === true ? -1 : claim.now;
  const others = claim.ownSlotIds.filter((slotId) => slotId !== claim.slotId);
  return trainings
    .findOneAndUpdate(
      {
        $or: [
          { status, "job.leaseUntil": { $lte: lapsedBy }, "job.workerId": { $ne: claim.workerId } },
          { status, "job.workerId": claim.workerId, "job.slotId": { $nin: others } },
        ],
        recipeId: { $in: claim.recipeIds },
        _id: { $nin: claim.except },
      },
      {
        $set: {
          "job.workerId": claim.workerId,
          "job.slotId": claim.slotId,
          "job.leaseUntil": claim.now + claim.leaseMs,
          updatedAt: claim.now,
        },
        $inc: { "job.attempt": 1, version: 1 },
        $push: { history: { $each: [{ what: "TAKEN_OVER", at: claim.now }], $slice: -REMEMBERED } },
      },
      { sort: { queuedAt: 1, _id: 1 }, returnDocument: "after" },
    )
    .lean<StoredTraining | null>();
}

/** The queue as a slot sees it that can take these recipes. */
export function lineOf(trainings: Model<StoredTraining>, { recipeIds, except }: Claim): WaitingLine {
  return {
    async page(exceptOwners, limit) {
      const found = await trainings
        .find({
          status: "QUEUED",
          recipeId: { $in: recipeIds },
          _id: { $nin: except },
          ownerId: { $nin: exceptOwners },
        })
        .sort({ queuedAt: 1, _id: 1 })
        .limit(limit)
        .select({ ownerId: 1, queuedAt: 1 })
        .lean<Pick<StoredTraining, "_id" | "ownerId" | "queuedAt">[]>();
      return found.map(({ _id, ownerId, queuedAt = 0 }) => ({ id: _id, ownerId, queuedAt }));
    },
    async turns(ownerIds, since) {
      const ownerId = { $in: ownerIds };
      const [active, ended] = await Promise.all([
        trainings
          .find({ status: { $in: ACTIVE_STATUSES }, ownerId })
          .select({ ownerId: 1 })
          .lean<Pick<StoredTraining, "ownerId">[]>(),
        trainings
          .find({ ownerId, endedAt: { $gte: since }, "job.attempt": { $gte: 1 } })
          .select({ ownerId: 1, endedAt: 1 })
          .lean<Pick<StoredTraining, "ownerId" | "endedAt">[]>(),
      ]);
      return turnsOf(ownerIds, active, ended);
    },
  };
}

function turnsOf(
  ownerIds: readonly string[],
  active: readonly Pick<StoredTraining, "ownerId">[],
  ended: readonly Pick<StoredTraining, "ownerId" | "endedAt">[],
): Map<string, Turns> {
  const turns = new Map(ownerIds.map((ownerId) => [ownerId, { active: 0, endedAt: 0 }]));
  for (const { ownerId } of active) {
    const of = turns.get(ownerId);
    if (of !== undefined) of.active += 1;
  }
  for (const { ownerId, endedAt = 0 } of ended) {
    const of = turns.get(ownerId);
    if (of !== undefined) of.endedAt = Math.max(of.endedAt, endedAt);
  }
  return turns;
}

/** Takes the training if it still waits. */
export async function takeQueued(
  trainings: Model<StoredTraining>,
  id: string,
  claim: Claim,
): Promise<Training | undefined> {
  const found = await trainings.findOne({ _id: id }).lean<StoredTraining | null>();
  if (found?.status !== "QUEUED") {
    return undefined;
  }
  const claimed = begun(toTraining(found), claim);
  const stored = await trainings
    .findOneAndReplace({ _id: id, version: found.version }, toDocument(claimed), { returnDocument: "after" })
    .lean<StoredTraining | null>();
  return stored === null ? undefined : toTraining(stored);
}
