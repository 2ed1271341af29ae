import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobSpec, Slot } from "../../src/core/ports/job-runtime.js";

/** One act of the fake trainer (see fake-trainer.py). */
export type Act = Readonly<Record<string, string | number | boolean>>;

export const CPU_SLOT: Slot = { id: "cpu", kind: "cpu" };

/** This run's own: what another run left on a shared engine is not seen. */
export const TEST_WORKER = `worker-${process.pid}`;

let count = 0;

/** Lays out a job's folder for the fake trainer and gives the spec that starts it. */
export async function fakeJob(
  root: string,
  acts: readonly Act[],
  changes: Partial<JobSpec> = {},
): Promise<JobSpec> {
  const jobId = changes.jobId ?? `job-${process.pid}-${++count}`;
  const folder = join(root, "jobs", jobId);
  await mkdir(join(folder, "output"), { recursive: true });
  await mkdir(join(folder, "dataset"), { recursive: true });
  await writeFile(join(folder, "job.json"), JSON.stringify({ version: 1, fake: acts }));
  const spec = { jobId, trainingId: `training-${jobId}`, workerId: TEST_WORKER, folder, slot: CPU_SLOT };
  return { ...spec, timeLimitSeconds: 600, ...changes };
}

/** How often the fake trainer's act `count` was done for this job. */
export async function startsOf(spec: JobSpec): Promise<number> {
  const text = await readFile(join(spec.folder, "output", "starts"), "utf8").catch(() => "");
  return text.split("\n").length - 1;
}
