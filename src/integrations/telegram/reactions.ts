import { GrammyError, type Api } from "grammy";
import type { Logger } from "../../core/ports/logger.js";
import { RecentIds } from "./recent-ids.js";

/** A chat's administrators may allow reactions again one day; until the next start they are not tried there. */
const REMEMBERED_CHATS = 1_000;
/** A thumb is taken back within minutes, where more is found out about a photo. */
const REMEMBERED_THUMBS = 2_000;

/** Thumbs up for photos. A sign of friendliness alone: that one cannot be given is never anybody's trouble. */
export class Reactions {
  readonly #logger: Logger;
  readonly #forbidden = new Set<number>();
  readonly #given = new RecentIds(REMEMBERED_THUMBS);

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Whether it is worth a try. */
  mayReact(chatId: number): boolean {
    return !this.#forbidden.has(chatId);
  }

  /** In an album Telegram puts it under the first photo, whichever is named. */
  async approve(api: Api, chatId: number, messageId: number): Promise<void> {
    try {
      await api.setMessageReaction(chatId, messageId, [{ type: "emoji", emoji: "👍" }]);
      this.#given.add(`${chatId}:${messageId}`);
    } catch (error) {
      if (isForbidden(error) && this.#forbidden.size < REMEMBERED_CHATS) this.#forbidden.add(chatId);
      this.#logger.debug("a reaction was not given", { chat: chatId, reason: reasonOf(error) });
    }
  }

  /** Takes a thumb back; nothing where there was none. */
  async withdraw(api: Api, chatId: number, messageId: number): Promise<void> {
    const thumb = `${chatId}:${messageId}`;
    if (!this.#given.has(thumb)) return;
    this.#given.delete(thumb);
    try {
      await api.setMessageReaction(chatId, messageId, []);
    } catch (error) {
      this.#logger.debug("a reaction was not taken back", { chat: chatId, reason: reasonOf(error) });
    }
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof GrammyError && /REACTION|not enough rights/i.test(error.description);
}

/** An HttpError's cause may hold the address, and the token with it. */
function reasonOf(error: unknown): string {
  return error instanceof GrammyError ? error.description : "no answer";
}
