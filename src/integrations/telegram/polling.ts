import { setTimeout as sleep } from "node:timers/promises";
import { GrammyError, type Bot } from "grammy";
import type { Logger } from "../../core/ports/logger.js";
import { asTelegramAway } from "./api-errors.js";
import type { BotContext } from "./context.js";
import type { Updates } from "./updates.js";

const LONG_POLL_SECONDS = 25;
const BATCH = 100;
const MAX_BACKOFF_MS = 15_000;
/** When this many are being handled, Telegram keeps the rest for us. */
const MAX_UNDER_WAY = 500;
export const ALLOWED_UPDATES = ["message", "callback_query", "pre_checkout_query"] as const;

/** One that is to be silent looks this often whether it still is. */
const SILENT_MS = 500;

/** Gets updates by long polling until it is stopped; it may be started again. */
export class Polling {
  readonly #bot: Bot<BotContext>;
  readonly #updates: Updates;
  readonly #logger: Logger;
  readonly #mayPoll: () => boolean;
  #abort = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  /** @param deps.mayPoll asked before each request: Telegram answers one process at a time */
  constructor(deps: { bot: Bot<BotContext>; updates: Updates; logger: Logger; mayPoll: () => boolean }) {
    this.#bot = deps.bot;
    this.#updates = deps.updates;
    this.#logger = deps.logger;
    this.#mayPoll = deps.mayPoll;
  }

  start(): void {
    this.#abort = new AbortController();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    let offset = 0;
    let backoffMs = 500;
    let webhookDeleted = false;
    while (!isOver(signal)) {
      try {
        if (!this.#mayPoll()) {
          await sleep(SILENT_MS, undefined, { signal });
          continue;
        }
        if (!webhookDeleted) webhookDeleted = await this.#bot.api.deleteWebhook();
        const updates = await this.#bot.api.getUpdates(
          { offset, limit: BATCH, timeout: LONG_POLL_SECONDS, allowed_updates: ALLOWED_UPDATES },
          // grammY types its signals after a package of its own; the platform's have the same form.
          signal as never,
        );
        await this.#updates.accept(updates);
        offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
        backoffMs = 500;
        while (this.#updates.underWay > MAX_UNDER_WAY) await sleep(100, undefined, { signal });
      } catch (error) {
        if (isOver(signal)) return;
        this.#logger.warn("could not get updates", {
          error: asTelegramAway(error) ?? error,
          retryMs: backoffMs,
          conflict: isConflict(error),
        });
        await sleep(backoffMs, undefined, { signal }).catch(() => undefined);
        backoffMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2);
      }
    }
  }
}

/** Another process polls with the same token. */
function isConflict(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 409;
}

/** Asked anew after each await: it changes in between. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
