import { constants } from "node:os";
import type Docker from "dockerode";
import type { JobExit } from "../../core/ports/job-runtime.js";

type State = Docker.ContainerInspectInfo["State"];

/** With this the engine ends a container whose end it did not see; no trainer exits with it. */
const UNSEEN = 255;
/** The trainer's exit code when it was stopped and can go on. */
const STOPPED = 75;
/** The engine's own default of checks that fail in a row before a container is unhealthy. */
const DEFAULT_RETRIES = 3;

/**
 * How an ended container's trainer ended. An init in the container tells a death by signal N as 128 + N.
 *
 * @param checks the image's health check, if it has one
 */
export function exitOf(state: State, timeLimitSeconds: number, checks?: Docker.HealthConfig): JobExit {
  const exit = codeOf(state);
  const ran = Date.parse(state.FinishedAt) - Date.parse(state.StartedAt);
  if (exit.code !== 0 && ran >= timeLimitSeconds * 1000) return { ...exit, timedOut: true };
  return hadHung(state, exit, checks) ? { ...exit, hung: true } : exit;
}

/** An engine calls every ended container unhealthy; the checks that failed before tell whether it was. */
function hadHung({ Health }: State, { code, outOfMemory }: JobExit, checks?: Docker.HealthConfig): boolean {
  const interrupted = code === undefined || code === STOPPED;
  const { Retries = 0 } = checks ?? {};
  const allowed = Retries > 0 ? Retries : DEFAULT_RETRIES;
  return interrupted && outOfMemory !== true && (Health?.FailingStreak ?? 0) >= allowed;
}

function codeOf({ ExitCode, OOMKilled }: State): JobExit {
  const signal = Object.entries(constants.signals).find(([, number]) => number === ExitCode - 128)?.[0];
  const how = signal !== undefined ? { signal } : ExitCode === UNSEEN ? {} : { code: ExitCode };
  return OOMKilled && ExitCode !== 0 ? { ...how, outOfMemory: true } : how;
}
