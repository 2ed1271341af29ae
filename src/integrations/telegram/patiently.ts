import { setTimeout as sleep } from "node:timers/promises";
import { asTelegramAway } from "./api-errors.js";

const MAX_TRIES = 4;
const MAX_PAUSE_SECONDS = 60;

/**
 * Makes a call that uploads a file, and makes it again after the pause that Telegram asks for. The retries of
 * api-fetch.ts do not reach it: a file that is streamed cannot be sent twice, so the call is made anew.
 */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const pause = asTelegramAway(error)?.retryAfterSeconds;
      if (pause === undefined || pause > MAX_PAUSE_SECONDS || tries === MAX_TRIES) throw error;
      await sleep(pause * 1000);
    }
  }
}
