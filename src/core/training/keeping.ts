import type { ErrorCode } from "../errors.js";
import { checkpointEvery } from "./checkpoints.js";
import type { Training } from "./model.js";
import { isTerminal } from "./state.js";

/** How long the folder of a training that was stopped or failed waits for its person to go on with it. */
export const KEEP_MS = 24 * 3600_000;

/** The same photos and settings would fail in the same way. */
const HOPELESS: readonly ErrorCode[] = ["trainer-bad-job", "trainer-bad-dataset"];

/** The weights themselves are bad: more steps on them make them no better. */
const SPOILT: readonly ErrorCode[] = ["model-invalid"];

/** Where a training that is taken up again begins: where it ended, or at its first step. */
export type Beginning = "checkpoint" | "start";

/** Whether taking it up again is worth an offer. */
export function isWorthResuming({ status, failure }: Training): boolean {
  return status === "CANCELLED" || (status === "FAILED" && !HOPELESS.includes(failure?.code ?? "internal"));
}

/** The beginnings that are worth an offer, the better one first. */
export function beginnings(training: Training): readonly Beginning[] {
  const { status, progress, quote, failure } = training;
  if (!isWorthResuming(training)) return [];
  const { step = 0, steps = 0 } = progress ?? {};
  if (status === "CANCELLED") return [step > 0 ? "checkpoint" : "start"];
  // Who is stopped writes one on the way out; who breaks down does not.
  const isWritten = step > 0 && step >= checkpointEvery(quote?.steps ?? steps);
  if (!isWritten || SPOILT.includes(failure?.code ?? "internal")) return ["start"];
  return ["checkpoint", "start"];
}

/** Whether a training that ended before its time has steps behind it that can be gone on from. */
export function isKept({ status, endedAt, progress }: Training, now: number): boolean {
  if (!isTerminal(status) || status === "COMPLETED") return false;
  return (progress?.step ?? 0) > 0 && now < (endedAt ?? 0) + KEEP_MS;
}
