import type { Model } from "mongoose";
import type { Claim } from "../../core/ports/training-repository.js";
import { ACTIVE_STATUSES, type Status } from "../../core/training/state.js";
import type { StoredTraining } from "./documents.js";

/** The same for both kinds of claim; the server picks the document and changes it in one atomic step. */
const FIRST_QUEUED = { sort: { queuedAt: 1, _id: 1 }, returnDocument: "after" } as const;

/** A training whose worker lost it: the same job in other hands, one attempt on. */
export async function claimLost(
  trainings: Model<StoredTraining>,
  claim: Claim,
): Promise<StoredTraining | null> {
  const status = { $in: ACTIVE_STATUSES };
  const others = claim.ownSlotIds.filter((slotId) => slotId !== claim.slotId);
  return trainings
    .findOneAndUpdate(
      {
        $or: [
          { status, "job.leaseUntil": { $lte: claim.now }, "job.workerId": { $ne: claim.workerId } },
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
      },
      FIRST_QUEUED,
    )
    .lean<StoredTraining | null>();
}

/**
 * The training that was queued first, with a new job or with the next attempt of the one it was put back with:
 * a pipeline, since only the server knows which. Texts are literals in it, or a leading `$` would name a field.
 */
export async function claimQueued(
  trainings: Model<StoredTraining>,
  claim: Claim,
): Promise<StoredTraining | null> {
  // QUEUED -> PREPARING, as the table of states has it.
  const preparing: Status = "PREPARING";
  return trainings
    .findOneAndUpdate(
      { status: "QUEUED", recipeId: { $in: claim.recipeIds }, _id: { $nin: claim.except } },
      [
        {
          $set: {
            status: preparing,
            updatedAt: claim.now,
            version: { $add: ["$version", 1] },
            "job.id": { $ifNull: ["$job.id", { $literal: claim.jobId }] },
            "job.workerId": { $literal: claim.workerId },
            "job.slotId": { $literal: claim.slotId },
            "job.attempt": { $add: [{ $ifNull: ["$job.attempt", 0] }, 1] },
            "job.leaseUntil": claim.now + claim.leaseMs,
            "job.claimedAt": claim.now,
          },
        },
        { $unset: "job.startedAt" },
      ],
      { ...FIRST_QUEUED, updatePipeline: true },
    )
    .lean<StoredTraining | null>();
}
