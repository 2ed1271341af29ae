import type { ErrorCode } from "../errors.js";
import type { Training } from "./model.js";
import { isTerminal } from "./state.js";

/** How long the folder of a training that was stopped or failed waits for its person to go on with it. */
export const KEEP_MS = 24 * 3600_000;

/** The same photos and settings would fail in the same way. */
const HOPELESS: readonly ErrorCode[] = ["trainer-bad-job", "trainer-bad-dataset"];

/** Whether taking it up again is worth an offer. */
export function isWorthResuming({ status, failure }: Training): boolean {
  return status === "CANCELLED" || (status === "FAILED" && !HOPELESS.includes(failure?.code ?? "internal"));
}

/** Whether a training that ended before its time has steps behind it that can be gone on from. */
export function isKept({ status, endedAt, progress }: Training, now: number): boolean {
  if (!isTerminal(status) || status === "COMPLETED") return false;
  return (progress?.step ?? 0) > 0 && now < (endedAt ?? 0) + KEEP_MS;
}
