import type { JobRuntime } from "../ports/job-runtime.js";
import type { Workspaces } from "../ports/workspace.js";

/** The contract gives the trainer 60 s from SIGTERM to its checkpoint. */
const STOP_GRACE_SECONDS = 60;

/** Removes what a job left on this host: its trainer and its folder. Doing it twice is no error. */
export async function removeJob(
  trainingId: string,
  { runtime, workspaces }: { runtime: JobRuntime; workspaces: Workspaces },
): Promise<void> {
  const job = await runtime.find(trainingId);
  if (job !== undefined) {
    await job.stop(STOP_GRACE_SECONDS);
    await job.remove();
  }
  const workspace = await workspaces.open(trainingId);
  await workspace.remove();
}
