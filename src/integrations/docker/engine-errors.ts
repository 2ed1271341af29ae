import { DomainError } from "../../core/errors.js";

const AWAY = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOENT", "EACCES", "EPERM", "EPIPE", "ETIMEDOUT"],
  ...["EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ABORT_ERR"],
]);

/** What is usually behind an engine's refusal, by the words that engines of all versions use. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /could not select device driver|no known GPU vendor|nvidia-container-cli|unresolvable CDI devices/i,
    "The Docker engine cannot give containers a GPU: install the NVIDIA driver and the NVIDIA Container Toolkit, " +
      "run `nvidia-ctk runtime configure --runtime=docker` and restart Docker; or set GPU_SLOTS=none.",
  ],
  [
    /no such image|pull access denied|repository does not exist|manifest unknown|not found: manifest/i,
    "The trainer's image is missing: build it with `docker build -t darkroom-trainer docker/trainer`, or set TRAINER_IMAGE.",
  ],
  [
    /unauthorized|authentication required|no basic auth credentials/i,
    "The registry of TRAINER_IMAGE wants a login: run `docker login` for it as the bot's user (DOCKER_CONFIG says where " +
      "another folder holds the login).",
  ],
  [
    /bind source path does not exist|invalid mount config|mounts denied/i,
    "The Docker engine does not see the bot's folders: where the bot runs in a container itself, " +
      "say where its data folder lies on the engine's host.",
  ],
];

/** The HTTP status with which the engine said no; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : undefined;
}

/** Turns an answer of one of these statuses into undefined: it is no failure to the caller. */
export function ifStatus(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error;
    return undefined;
  };
}

/** Whether the engine did not answer at all, or went away in the middle of an answer. */
export function isEngineAway(error: unknown): boolean {
  if (!(error instanceof Error) || statusOf(error) !== undefined) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    AWAY.has(code) ||
    error.name === "AbortError" ||
    error.name === "TimeoutError" ||
    /socket hang up|aborted/.test(error.message)
  );
}

/** A failure of the engine as the core knows failures, with what the operator can do about it. */
export function engineError(error: unknown, address: string): DomainError {
  if (error instanceof DomainError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (isEngineAway(error)) {
    const message =
      `The Docker engine at ${address} does not answer (${said}). Is it running, and may this user use its ` +
      "socket (group docker)? Set DOCKER_HOST, or RUNTIME=process to train without Docker.";
    return new DomainError("trainer-away", {}, { cause: error, retryable: true, message });
  }
  if (/no space left on device/i.test(said)) {
    return new DomainError("disk-full", {}, { cause: error, retryable: true, message: said });
  }
  const advice = ADVICE.find(([words]) => words.test(said))?.[1];
  const message = advice === undefined ? `The Docker engine refused: ${said}` : `${advice} (${said})`;
  return new DomainError("trainer-start", {}, { cause: error, retryable: advice === undefined, message });
}
