import type { BotContext } from "./context.js";
import { replaceButtons, type Button } from "./say.js";

/** Puts other buttons under the message that was tapped. */
export async function showButtons(ctx: BotContext, rows: Button[][]): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message !== undefined) await replaceButtons(ctx.api, message.chat.id, message.message_id, rows);
}
