import { isNotModified } from "../api-errors.js";
import type { BotContext } from "../context.js";
import { messageText } from "../say.js";

/** Puts another text above the menu that was tapped; the menu plugin sends the buttons along. */
export async function showText(ctx: BotContext, html: string): Promise<undefined> {
  try {
    await ctx.editMessageText(messageText(html), {
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
    });
  } catch (error) {
    if (!isNotModified(error)) throw error;
  }
  return undefined;
}
