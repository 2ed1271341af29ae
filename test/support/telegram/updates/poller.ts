import { ApiError } from "../api-error.js";
import type { Params, Update } from "../wire.js";
import type { UpdateQueue } from "./queue.js";

const MAX_TIMEOUT_S = 50;
const MAX_LIMIT = 100;

/** getUpdates: one poller at a time, held until there is something or the time is over. */
export class Poller {
  #stopCurrent: ((reason: ApiError) => void) | null = null;

  constructor(private readonly queue: UpdateQueue) {}

  /**
   * @param signal aborted when the bot's connection is gone: nothing is taken from the queue then
   * @throws ApiError 409 where another call of getUpdates takes over
   */
  async poll(params: Params<"getUpdates">, signal: AbortSignal): Promise<Update[]> {
    this.#stopCurrent?.(
      new ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
      ),
    );
    const { offset, timeout = 0, limit = MAX_LIMIT } = params;
    this.queue.allow(params.allowed_updates);
    if (offset !== undefined) this.queue.confirm(offset);
    if (this.queue.pending.length === 0 && timeout > 0) {
      await this.#waitForUpdate(Math.min(timeout, MAX_TIMEOUT_S) * 1000, signal);
    }
    return this.queue.pending.slice(0, Math.min(Math.max(limit, 1), MAX_LIMIT));
  }

  #waitForUpdate(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: ApiError): void => {
        clearTimeout(timer);
        this.queue.off("update", onUpdate);
        signal.removeEventListener("abort", onAbort);
        if (this.#stopCurrent === finish) this.#stopCurrent = null;
        if (error) reject(error);
        else resolve();
      };
      // An album's updates are pushed one after the other: answer when all of them are there.
      const onUpdate = (): void => void setImmediate(finish);
      const onAbort = (): void => {
        finish();
      };
      const timer = setTimeout(finish, ms);
      this.queue.once("update", onUpdate);
      signal.addEventListener("abort", onAbort, { once: true });
      this.#stopCurrent = finish;
    });
  }
}
