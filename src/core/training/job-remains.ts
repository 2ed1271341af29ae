import type { JobRuntime, RunningJob } from "../ports/job-runtime.js";
import type { Workspaces } from "../ports/workspace.js";

/** The contract gives the trainer 60 s from SIGTERM to its checkpoint. */
const STOP_GRACE_SECONDS = 60;

/**
 * Ends and removes a training's trainer on this host. Doing it twice is no error.
 *
 * @param onEnded sees it between the two
 */
export async function removeTrainer(
  trainingId: string,
  runtime: JobRuntime,
  onEnded: (job: RunningJob) => Promise<void>,
): Promise<void> {
  const job = await runtime.find(trainingId);
  if (job === undefined) return;
  await job.stop(STOP_GRACE_SECONDS);
  await onEnded(job);
  await job.remove();
}

/** Removes a training's folder on this host. Doing it twice is no error. */
export async function removeFolder(trainingId: string, workspaces: Workspaces): Promise<void> {
  const workspace = await workspaces.open(trainingId);
  await workspace.remove();
}
