import { badRequest } from "./api-error.js";
import type { InlineButton, InlineKeyboard, ReplyMarkup } from "./wire.js";

const MAX_BUTTONS = 100;
const MAX_CALLBACK_BYTES = 64;
const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
  "disabled",
] as const;

/**
 * The inline keyboard of a message, or undefined where there is none (an empty one counts as none).
 * @param forInvoice whether it hangs on an invoice, where the first button has to be a Pay button
 * @throws ApiError 400 for buttons that Telegram refuses
 */
export function checkInlineKeyboard(
  markup: ReplyMarkup | undefined,
  forInvoice = false,
): InlineKeyboard | undefined {
  if (markup === undefined || !("inline_keyboard" in markup)) return undefined;
  const rows = markup.inline_keyboard.filter((row) => row.length > 0);
  const buttons = rows.flat();
  if (buttons.length > MAX_BUTTONS) throw badRequest("reply markup is too long");
  buttons.forEach(checkButton);
  // An invoice's first button pays; nothing else may.
  const misplaced = buttons.some(({ pay }, index) => (pay === true) !== (forInvoice && index === 0));
  if (misplaced) throw badRequest("BUTTON_TYPE_INVALID");
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

function checkButton(button: InlineButton): void {
  if (button.text.trim() === "") throw badRequest("inline keyboard button text must be non-empty");
  const actions = ACTIONS.filter((name) => button[name] !== undefined);
  if (actions.length === 0) throw badRequest("text buttons are unallowed in the inline keyboard");
  if (actions.length > 1)
    throw badRequest(
      `inline keyboard button "${button.text}" must have exactly one of ${actions.join(", ")}`,
    );
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes === 0 || bytes > MAX_CALLBACK_BYTES) throw badRequest("BUTTON_DATA_INVALID");
  }
  if (button.url !== undefined) checkButtonUrl(button.url);
  if (button.web_app !== undefined && !button.web_app.url.startsWith("https://")) {
    throw badRequest(
      `inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`,
    );
  }
}

/** A button opens a page on the person's own phone: an address of the bot's machine is of no use there. */
function checkButtonUrl(address: string): void {
  const wrong = (why: string): Error =>
    badRequest(`inline keyboard button URL '${address}' is invalid: ${why}`);
  if (address.startsWith("tg://")) return;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (/\s/.test(address) || !URL.canParse(withScheme)) throw wrong("Wrong HTTP URL");
  const { protocol, hostname } = new URL(withScheme);
  if (protocol !== "http:" && protocol !== "https:") throw wrong("Unsupported URL protocol");
  const loopback = hostname.startsWith("127.") || hostname === "[::1]" || hostname === "0.0.0.0";
  if (loopback || !hostname.includes(".")) throw wrong("Wrong HTTP URL");
}
