import { chatOf, type Person } from "./context.js";
import type { Translate } from "./texts.js";

/**
 * What a question that is answered by typing or by photos ends with in a group: with Telegram's privacy mode, which is
 * on unless the bot's owner switched it off, a bot in a group sees commands and replies to its own messages alone.
 */
export function withGroupHint(html: string, { channel }: Person, t: Translate): string {
  return isGroup(chatOf(channel)) ? `${html}\n\n${t("group-reply-hint")}` : html;
}

/** Telegram numbers groups below zero. */
function isGroup(chatId: number): boolean {
  return chatId < 0;
}
