import type { Claim } from "../ports/training-repository.js";
import type { Training } from "./model.js";
import { move, remembering } from "./state.js";

/** A training whose worker lost it, in the hands of another: the same job, one attempt on. */
export function takenOver(training: Training, claim: Claim): Training {
  if (training.job === undefined) {
    throw new TypeError(`Training ${training.id} is active without a job`);
  }
  return {
    ...remembering(training, { what: "TAKEN_OVER", at: claim.now }),
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

/**
 * A training from the queue with a new job, or with the next attempt of the job that it was put back with: that
 * one's starts count on, so that a training which ends every host it meets is not started without end.
 */
export function begun(training: Training, claim: Claim): Training {
  const { job } = training;
  return {
    ...move(training, "PREPARING", claim.now),
    updatedAt: claim.now,
    version: training.version + 1,
    job: {
      id: job?.id ?? claim.jobId,
      workerId: claim.workerId,
      slotId: claim.slotId,
      attempt: (job?.attempt ?? 0) + 1,
      leaseUntil: claim.now + claim.leaseMs,
      claimedAt: claim.now,
      ...(job?.starts !== undefined && { starts: job.starts }),
    },
  };
}
