import type { Bot } from "grammy";
import type { Update } from "grammy/types";
import type { Logger } from "../../core/ports/logger.js";
import type { UpdateInbox } from "../../core/ports/update-inbox.js";
import type { BotContext } from "./context.js";

/** An update whose handling was begun this often and never ended takes the process down with it: it is given up. */
const MAX_ATTEMPTS = 3;

/**
 * Takes updates from Telegram into the inbox, and from there to the bot. Telegram is told that an update has
 * arrived once it is on disk, and it leaves the inbox when it was handled: a crash in between loses nothing,
 * and many chats are served at once (the bot keeps those of one chat in order).
 */
export class Updates {
  readonly #bot: Bot<BotContext>;
  readonly #inbox: UpdateInbox;
  readonly #logger: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(bot: Bot<BotContext>, inbox: UpdateInbox, logger: Logger) {
    this.#bot = bot;
    this.#inbox = inbox;
    this.#logger = logger;
  }

  /** Handles what an earlier life left unhandled. */
  async recover(): Promise<void> {
    for (const { body } of await this.#inbox.pending()) this.#handle(body as Update);
  }

  /** Resolves when the updates are on disk; handling them goes on behind. */
  async accept(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const fresh = new Set(
      await this.#inbox.append(updates.map((update) => ({ id: update.update_id, body: update }))),
    );
    for (const update of updates) if (fresh.has(update.update_id)) this.#handle(update);
  }

  /** Resolves when everything under way is handled, or after the deadline; gives how many are left. */
  async settle(deadlineMs: number): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, deadlineMs)));
    await Promise.race([Promise.all(this.#running), deadline]);
    clearTimeout(timer);
    return this.#running.size;
  }

  /** How many updates are being handled. */
  get underWay(): number {
    return this.#running.size;
  }

  #handle(update: Update): void {
    const handling = this.#handleOne(update).catch((error: unknown) => {
      this.#logger.error("an update stays in the inbox", { update: update.update_id, error });
    });
    this.#running.add(handling);
    void handling.finally(() => this.#running.delete(handling));
  }

  async #handleOne(update: Update): Promise<void> {
    const attempts = await this.#inbox.begin(update.update_id);
    if (attempts > MAX_ATTEMPTS) {
      this.#logger.error("an update was given up", { update: update.update_id, attempts: attempts - 1 });
    } else {
      try {
        await this.#bot.handleUpdate(update);
      } catch (error) {
        await this.#bot.errorHandler(error as never);
      }
    }
    await this.#inbox.done(update.update_id);
  }
}
