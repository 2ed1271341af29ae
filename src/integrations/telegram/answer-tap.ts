import type { Context } from "grammy";
import { isStaleQuery } from "./api-errors.js";
import { cut } from "./cut.js";

/** Telegram's bound for the little window. */
const MAX_CHARACTERS = 200;
/** What is longer passes too quickly to be read: it stays until it is closed. */
const GLANCE_CHARACTERS = 60;

const ANSWERED = new WeakSet<object>();

/**
 * Ends a button's spinner, with a word where there is one to say: the first answer is the one, since Telegram refuses
 * a second. Nobody waits for an answer that comes too late.
 */
export async function answerTap(ctx: Context, text?: string): Promise<void> {
  const query = ctx.callbackQuery;
  if (query !== undefined && ANSWERED.has(query)) return;
  try {
    await ctx.answerCallbackQuery(
      text === undefined
        ? {}
        : { text: cut(text, MAX_CHARACTERS - 1), show_alert: text.length > GLANCE_CHARACTERS },
    );
    if (query !== undefined) ANSWERED.add(query);
  } catch (error) {
    if (!isStaleQuery(error)) throw error;
  }
}
