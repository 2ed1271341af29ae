import { InlineKeyboard, InputFile, type Api, type Context } from "grammy";
import type { Message } from "grammy/types";
import { isMessageGone, isNotModified } from "./api-errors.js";
import { shortenHtml, splitHtml } from "./html-parts.js";

/** Telegram's bounds, of a message's text and of the words under a picture, once the HTML was read. */
const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;

/** Rows of buttons: a text and its data, or a link. */
export type Button =
  { readonly text: string; readonly data: string } | { readonly text: string; readonly url: string };

/** Everything the bot says is HTML from the texts, and no link grows into a preview. */
const FORM = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

export function keyboardOf(rows: readonly (readonly Button[])[]): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const row of rows) {
    for (const button of row) {
      if ("url" in button) keyboard.url(plain(button.text), button.url);
      else keyboard.text(plain(button.text), button.data);
    }
    keyboard.row();
  }
  return keyboard;
}

/** Buttons as rows of so many: with their words, more do not fit a phone. */
export function inRows(buttons: readonly Button[], perRow: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );
}

/** Says something in the chat of the context; in several messages where one would be too long, as {@link send}. */
export async function say(
  ctx: Context,
  html: string,
  rows: readonly (readonly Button[])[] = [],
  options: { replyTo?: number } = {},
): Promise<Message.TextMessage> {
  return inParts(html, rows, options, (part, form) => ctx.reply(part, form));
}

/**
 * Sends a text to a chat. What is too long for a message comes in several: the first one is the reply, the last one
 * has the buttons.
 *
 * @returns the last message
 */
export async function send(
  api: Api,
  chatId: number,
  html: string,
  rows: readonly (readonly Button[])[] = [],
  options: { replyTo?: number } = {},
): Promise<Message.TextMessage> {
  return inParts(html, rows, options, (part, form) => api.sendMessage(chatId, part, form));
}

async function inParts(
  html: string,
  rows: readonly (readonly Button[])[],
  options: { replyTo?: number },
  one: (part: string, form: typeof FORM & ReturnType<typeof extras>) => Promise<Message.TextMessage>,
): Promise<Message.TextMessage> {
  const parts = splitHtml(html, MAX_TEXT);
  const last = parts.pop() ?? html;
  let replying = options;
  for (const part of parts) {
    await one(part, { ...FORM, ...extras([], replying) });
    replying = {};
  }
  return one(last, { ...FORM, ...extras(rows, replying) });
}

function extras(rows: readonly (readonly Button[])[], { replyTo }: { replyTo?: number }) {
  return {
    ...(rows.length > 0 && { reply_markup: keyboardOf(rows) }),
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  };
}

/**
 * Puts a new text in the place of a message of ours; it stays one message, so that what is too long is cut short.
 *
 * @returns "gone" when the message is not there any more
 */
export async function replace(
  api: Api,
  chatId: number,
  messageId: number,
  html: string,
  rows: readonly (readonly Button[])[] = [],
): Promise<"edited" | "gone"> {
  return edited(() =>
    api.editMessageText(chatId, messageId, messageText(html), { ...FORM, reply_markup: keyboardOf(rows) }),
  );
}

/** As {@link replace}, under a picture of ours. */
export async function replaceCaption(
  api: Api,
  chatId: number,
  messageId: number,
  html: string,
  rows: readonly (readonly Button[])[] = [],
): Promise<"edited" | "gone"> {
  const form = { parse_mode: "HTML", caption: captionText(html), reply_markup: keyboardOf(rows) } as const;
  return edited(() => api.editMessageCaption(chatId, messageId, form));
}

/** Puts a JPEG with a caption in the place of a message of ours, which may have been a text. */
export async function replaceWithPhoto(
  api: Api,
  chatId: number,
  messageId: number,
  jpeg: Uint8Array,
  html: string,
  rows: readonly (readonly Button[])[] = [],
): Promise<"edited" | "gone"> {
  const media = {
    type: "photo",
    media: new InputFile(jpeg, "progress.jpg"),
    caption: captionText(html),
    parse_mode: "HTML",
  } as const;
  return edited(() => api.editMessageMedia(chatId, messageId, media, { reply_markup: keyboardOf(rows) }));
}

/** The text of one message, cut short where it is too long for it. */
export function messageText(html: string): string {
  return shortenHtml(html, MAX_TEXT);
}

/** The words under a picture, cut short where they are too long for it. */
export function captionText(html: string): string {
  return shortenHtml(html, MAX_CAPTION);
}

async function edited(edit: () => Promise<unknown>): Promise<"edited" | "gone"> {
  try {
    await edit();
    return "edited";
  } catch (error) {
    if (isNotModified(error)) return "edited";
    if (isMessageGone(error)) return "gone";
    throw error;
  }
}

/** Puts other buttons under a message of ours; a double tap, or a message that is gone, is no failure. */
export async function replaceButtons(
  api: Api,
  chatId: number,
  messageId: number,
  rows: readonly (readonly Button[])[],
): Promise<void> {
  try {
    await api.editMessageReplyMarkup(chatId, messageId, { reply_markup: keyboardOf(rows) });
  } catch (error) {
    if (!isNotModified(error) && !isMessageGone(error)) throw error;
  }
}

/** Buttons show plain text: the entities that a text was escaped with are taken back. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}
