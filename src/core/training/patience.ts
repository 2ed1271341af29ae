import { isDomainError } from "../errors.js";

/** Pauses before the second, third and fourth try: a restart of a database or an S3 server takes seconds. */
const PAUSES_MS = [1_000, 5_000, 25_000];

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

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
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
