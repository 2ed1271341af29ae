/** Longer timers overflow and fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls a function at a time, at once when it has passed. It does not keep the process alive.
 *
 * @param time milliseconds since 1970
 * @returns takes the call back
 */
export function callAt(time: number, act: () => void): () => void {
  const left = Math.max(0, time - Date.now());
  let cancelLater: (() => void) | undefined;
  const timer = setTimeout(
    () => {
      if (left > MAX_TIMER_MS) cancelLater = callAt(time, act);
      else act();
    },
    Math.min(left, MAX_TIMER_MS),
  ).unref();
  return () => {
    clearTimeout(timer);
    cancelLater?.();
  };
}
