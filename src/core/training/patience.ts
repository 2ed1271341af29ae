import { isDomainError } from "../errors.js";
import type { Logger } from "../ports/logger.js";

/** Pauses before the second, third and fourth try: a restart of a database or an S3 server takes seconds. */
const PAUSES_MS = [1_000, 5_000, 25_000];
/** Ten minutes of a runtime that is away. */
const RUNTIME_PAUSE_MS = 1_000;
const RUNTIME_ASKED = 600;

/**
 * Does work that can be done again, and does it again when the storage failed: hours on a GPU are not thrown
 * away for a moment without an answer.
 *
 * @throws what the last try threw; the signal's reason when it aborts during a pause
 */
export async function withPatience<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isDomainError(error, "storage-failed") || signal.aborted) throw error;
      await rest(pause, signal);
    }
  }
  return work();
}

/**
 * Asks a runtime again for as long as it does not answer: an engine that is upgraded is away for a minute, and
 * neither those who train nor those who wait are to pay for it. One that says no to what it may do later, as an
 * engine on its way down does, is asked three times more.
 *
 * @throws what the runtime says, `trainer-away` after ten minutes; the signal's reason when it aborts
 */
export async function untilRuntimeAnswers<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  logger: Logger,
): Promise<T> {
  let refused = 0;
  for (let asked = 1; ; asked++) {
    let pause: number | undefined;
    try {
      return await ask();
    } catch (error) {
      if (isDomainError(error, "trainer-away") && asked < RUNTIME_ASKED) pause = RUNTIME_PAUSE_MS;
      if (isDomainError(error, "trainer-start") && error.retryable) pause = PAUSES_MS[refused++];
      if (pause === undefined || signal.aborted) throw error;
      if (asked === 1) logger.warn("the runtime cannot be asked; it is waited for", { error });
    }
    await rest(pause, signal);
  }
}

/** The work's result, or the signal's reason as soon as it aborts; the work itself goes on unheard. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", onAbort);
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", onAbort);
    });
    if (signal.aborted) onAbort();
  });
}

/** Resolves after so many milliseconds; rejects with the signal's reason when it aborts before. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await untilAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
