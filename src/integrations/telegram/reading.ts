import { setTimeout as sleep } from "node:timers/promises";
import { isDomainError, type ErrorCode } from "../../core/errors.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";

const PAUSES_MS = [2_000, 10_000, 30_000] as const;
/** There is nobody left to tell. */
export const GONE: readonly ErrorCode[] = ["not-found", "not-yours", "not-a-draft"];

/**
 * Reads a file of a draft beside the chat until it is through or stopped; again, after a while, where a database or
 * Telegram was away.
 *
 * @param reading.settle reads it, tells of it and takes it off the list
 * @param reading.forget takes it off the list, its draft or its person being gone
 * @param reading.failures how often it failed, asked after `onPause`: the more, the longer the pause
 * @param reading.onPause hears of why
 */
export async function readUntilThrough(
  signal: AbortSignal,
  reading: {
    settle: () => Promise<void>;
    forget: () => Promise<void>;
    failures: () => number;
    onPause: (error: unknown) => void;
  },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await reading.settle();
      return;
    } catch (error) {
      if (isStopped(signal)) return;
      if (isDomainError(error, ...GONE) || isUnreachable(error)) {
        await reading.forget();
        return;
      }
      reading.onPause(asTelegramAway(error) ?? error);
      const pause = PAUSES_MS[Math.min(reading.failures(), PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Asked anew: it may have been stopped meanwhile. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
