import type { ConversationFlavor } from "@grammyjs/conversations";
import type { Context } from "grammy";
import type { Actor } from "../../core/training/model.js";
import type { Translate } from "./texts.js";

/** Who is on the other side; plain data, so that a conversation can carry it. */
export interface Person {
  readonly actor: Actor;
  readonly channel: string;
  readonly locale: string;
}

/** What every handler outside a conversation finds in its context. */
export interface PersonFlavor {
  person: Person;
  t: Translate;
  /** The update after which the stored conversation stands. */
  conversationAfter?: number | undefined;
  /** The conversation stays as it is stored, whatever came of this update. */
  leaveConversation?: boolean;
}

export type BotContext = ConversationFlavor<Context & PersonFlavor>;

const PREFIX = "telegram:";

export function userIdOf(telegramId: number): string {
  return `${PREFIX}${telegramId}`;
}

export function channelOf(chatId: number): string {
  return `${PREFIX}${chatId}`;
}

/** A person's id as Telegram has it, and as administrators type it. */
export function numberOf(userId: string): string {
  return String(chatOf(userId));
}

/** The chat of a channel. @throws TypeError for another platform's channel */
export function chatOf(channel: string): number {
  const chatId = Number(channel.slice(PREFIX.length));
  if (!channel.startsWith(PREFIX) || !Number.isSafeInteger(chatId)) {
    throw new TypeError(`not a Telegram channel: ${channel}`);
  }
  return chatId;
}
