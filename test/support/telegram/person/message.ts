import { toHtml } from "../entities/to-html.js";
import type { FormattedText } from "../entities/html-parser.js";
import { mainBlob } from "../state/media.js";
import type { Media } from "../state/media.js";
import type { StoredMessage } from "../state/messages.js";
import type { Entity, InlineButton, Message, Reaction } from "../wire.js";

/** The media of a message, with the file as it lies on disk, so that a test can look at it. */
export interface MessageMedia {
  kind: Media["kind"];
  path: string;
  size: number;
  fileName?: string | undefined;
  mimeType?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
}

/** A message as a person sees it; always its present state. */
export class ChatMessage {
  constructor(readonly stored: StoredMessage) {}

  get raw(): Message {
    return this.stored.message;
  }

  get id(): number {
    return this.raw.message_id;
  }

  get chatId(): number {
    return this.stored.chatId;
  }

  get fromBot(): boolean {
    return this.stored.fromBot;
  }

  get senderName(): string {
    return this.raw.from?.first_name ?? "";
  }

  /** Text or caption without its formatting; empty where there is none. */
  get text(): string {
    return formattedText(this.raw).text;
  }

  get entities(): Entity[] {
    return formattedText(this.raw).entities;
  }

  get html(): string {
    return toHtml(formattedText(this.raw));
  }

  /** Rows of buttons under the message. */
  get keyboard(): InlineButton[][] {
    return this.raw.reply_markup?.inline_keyboard ?? [];
  }

  /** Captions of all buttons, row by row. */
  get buttons(): string[] {
    return this.keyboard.flat().map(({ text }) => text);
  }

  get media(): MessageMedia | undefined {
    return this.stored.media && describe(this.stored.media);
  }

  /** Former texts, the oldest first. */
  get edits(): string[] {
    return this.stored.history.map((message) => formattedText(message).text);
  }

  /** The bot's own reactions and people's, by who made them. */
  get reactions(): ReadonlyMap<number, Reaction[]> {
    return this.stored.reactions;
  }

  get deleted(): boolean {
    return this.stored.deleted;
  }

  get replyToId(): number | undefined {
    return this.raw.reply_to_message?.message_id;
  }

  get mediaGroupId(): string | undefined {
    return this.raw.media_group_id;
  }
}

function formattedText(message: Message): FormattedText {
  return {
    text: message.text ?? message.caption ?? "",
    entities: message.entities ?? message.caption_entities ?? [],
  };
}

function describe(media: Media): MessageMedia {
  const blob = mainBlob(media);
  const file = { kind: media.kind, path: blob.path, size: blob.size };
  if (media.kind === "photo") {
    const largest = media.sizes.at(-1);
    return { ...file, fileName: media.name, width: largest?.width, height: largest?.height };
  }
  if (media.kind === "voice") return { ...file, mimeType: media.mimeType };
  const named = { ...file, fileName: media.fileName, mimeType: media.mimeType };
  return media.kind === "document" ? named : { ...named, width: media.width, height: media.height };
}
