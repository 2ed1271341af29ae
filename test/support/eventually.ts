import { setImmediate as nextTurn } from "node:timers/promises";

/** Far more turns than any piece of work of a test takes; a test that hangs says where. */
const MAX_TURNS = 20_000;

/** Waits, by turns of the event loop and without a clock, until something is so. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    if (await holds()) return;
    await nextTurn();
  }
  throw new Error(`it did not come to pass: ${what}`);
}

/** Lets everything that is under way go on for some turns. */
export async function settle(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
}
