import { constants } from "node:os";
import type Docker from "dockerode";
import type { JobExit } from "../../core/ports/job-runtime.js";

type State = Docker.ContainerInspectInfo["State"];

/** With this the engine ends a container whose end it did not see; no trainer exits with it. */
const UNSEEN = 255;

/** How an ended container's trainer ended. An init in the container tells a death by signal N as 128 + N. */
export function exitOf(state: State, timeLimitSeconds: number): JobExit {
  const exit = codeOf(state);
  const ran = Date.parse(state.FinishedAt) - Date.parse(state.StartedAt);
  return exit.code !== 0 && ran >= timeLimitSeconds * 1000 ? { ...exit, timedOut: true } : exit;
}

function codeOf({ ExitCode, OOMKilled }: State): JobExit {
  const signal = Object.entries(constants.signals).find(([, number]) => number === ExitCode - 128)?.[0];
  const how = signal !== undefined ? { signal } : ExitCode === UNSEEN ? {} : { code: ExitCode };
  return OOMKilled && ExitCode !== 0 ? { ...how, outOfMemory: true } : how;
}
