import { setImmediate as nextTurn } from "node:timers/promises";

/** Far longer than any piece of work of a test takes; a test that hangs says where. */
const PATIENCE_MS = 15_000;

/** Waits, by turns of the event loop and so without its timers, until something is so. */
export async function turnsUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it did not come to pass: ${what}`);
    await nextTurn();
  }
}

/** Lets everything that is under way go on for some turns. */
export async function settle(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
}
