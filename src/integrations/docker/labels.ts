import type { JobSpec } from "../../core/ports/job-runtime.js";

/** The trainer's contract that the container was started by. */
const CONTRACT_VERSION = "1";

/** By these the containers are found again, by this program and by a person with `docker ps`. */
export const LABELS = {
  job: "org.darkroom.job",
  training: "org.darkroom.training",
  worker: "org.darkroom.worker",
  contract: "org.darkroom.contract",
  timeLimit: "org.darkroom.time-limit-seconds",
  /** On the container through which a job's files go into its volumes. */
  carrier: "org.darkroom.carrier",
} as const;

export function labelsOf(spec: JobSpec): Record<string, string> {
  return {
    [LABELS.job]: spec.jobId,
    [LABELS.training]: spec.trainingId,
    [LABELS.worker]: spec.workerId,
    [LABELS.contract]: CONTRACT_VERSION,
    [LABELS.timeLimit]: String(spec.timeLimitSeconds),
  };
}

/** The same for every start of a job, so that the engine itself refuses a second container. */
export function containerName(jobId: string): string {
  if (!/^[\w-][\w.-]{0,127}$/.test(jobId)) throw new TypeError(`Not a job id: ${JSON.stringify(jobId)}`);
  return `darkroom-${jobId}`;
}
