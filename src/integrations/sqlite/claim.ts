import type { Claim } from "../../core/ports/training-repository.js";
import type { Training } from "../../core/training/model.js";
import { move } from "../../core/training/state.js";

/** A training whose worker lost it, in the hands of another: the same job, one attempt on. */
export function takenOver(training: Training, claim: Claim): Training {
  if (training.job === undefined) {
    throw new TypeError(`Training ${training.id} is active without a job`);
  }
  return {
    ...training,
    updatedAt: claim.now,
    version: training.version + 1,
    job: {
      ...training.job,
      workerId: claim.workerId,
      slotId: claim.slotId,
      attempt: training.job.attempt + 1,
      leaseUntil: claim.now + claim.leaseMs,
    },
  };
}

/** A training from the queue with a new job, or with the next attempt of the job that it was put back with. */
export function begun(training: Training, claim: Claim): Training {
  return {
    ...move(training, "PREPARING"),
    updatedAt: claim.now,
    version: training.version + 1,
    job: {
      id: training.job?.id ?? claim.jobId,
      workerId: claim.workerId,
      slotId: claim.slotId,
      attempt: (training.job?.attempt ?? 0) + 1,
      leaseUntil: claim.now + claim.leaseMs,
      claimedAt: claim.now,
    },
  };
}
