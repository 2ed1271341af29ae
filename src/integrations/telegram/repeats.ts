import type { Update } from "grammy/types";

/** Updates whose handling was begun before and may have had its effect in part. */
const repeats = new WeakSet<Update>();

export function markRepeat(update: Update): void {
  repeats.add(update);
}

/** Whether this update's handling was begun before: by a process that died, or while Telegram was away. */
export function isRepeat(update: Update): boolean {
  return repeats.has(update);
}
