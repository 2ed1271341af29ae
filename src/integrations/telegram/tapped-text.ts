import type { Context } from "grammy";

/**
 * What is written on the button that was tapped, as the bot wrote it: for what is too long for a button's data.
 *
 * @returns undefined where there was no tap, or Telegram does not show the message any more
 */
export function tappedText(ctx: Context): string | undefined {
  const { message, data } = ctx.callbackQuery ?? {};
  if (message === undefined || !("reply_markup" in message)) return undefined;
  const buttons = message.reply_markup.inline_keyboard.flat();
  return buttons.find((button) => "callback_data" in button && button.callback_data === data)?.text;
}
