import { isDomainError } from "../errors.js";
import type { RunningJob } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import { withLoss } from "./losses.js";
import type { LossPoint, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { isActive } from "./state.js";
import { parseTrainerEvent } from "./trainer-protocol.js";

/** An output of a hundred thousand lines is read in a few seconds. */
const READ_MS = 60_000;

/**
 * Keeps the losses that a stopped trainer told after the last write of its record, and while it ended: it goes on from
 * the checkpoint that it wrote then, and its curve is to have no gap there. Nothing is written where none is missing, or
 * where another attempt has begun. That they could not be read is logged: the trainer is removed all the same.
 *
 * @param job one that has ended and was not removed
 */
export async function keepLastLosses(
  job: RunningJob,
  trainingId: string,
  { records, logger }: { records: TrainingRecords; logger: Logger },
): Promise<void> {
  try {
    const stored = await records.change(trainingId, (training) => training);
    if (!isStopped(stored)) return;
    const losses = await readLosses(job, stored.losses ?? []);
    if (losses.at(-1)?.step === stored.losses?.at(-1)?.step) return;
    await records.change(trainingId, (training) =>
      isStopped(training) && training.job?.attempt === stored.job?.attempt
        ? { ...training, losses }
        : training,
    );
  } catch (error) {
    if (isDomainError(error, "not-found")) return; // Deleted, with all that it had.
    logger.warn("could not keep the last losses of a stopped trainer", { training: trainingId, error });
  }
}

/** Whether it may go on from what it left: it ended before its time, and was perhaps taken up again already. */
function isStopped({ status }: Training): boolean {
  return !isActive(status) && status !== "COMPLETED";
}

async function readLosses(job: RunningJob, before: readonly LossPoint[]): Promise<readonly LossPoint[]> {
  let losses = before;
  for await (const line of job.output(AbortSignal.timeout(READ_MS))) {
    const event = parseTrainerEvent(line);
    if (event?.event === "step") losses = withLoss(losses, event, event.steps);
  }
  return losses;
}
