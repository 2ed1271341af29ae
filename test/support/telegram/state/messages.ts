import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../clock.js";
import { defined } from "../defined.js";
import type { Message, Reaction, ReplyMarkup } from "../wire.js";
import { chatIdOf, chatOf } from "./chats.js";
import type { ChatRecord } from "./chats.js";
import type { Media } from "./media.js";

/** One message with what became of it. */
export interface StoredMessage {
  chatId: number;
  /** As the bot sees it now. */
  message: Message;
  fromBot: boolean;
  media?: Media | undefined;
  /** The keyboard under the input field that came with it, or its removal. */
  replyMarkup?: ReplyMarkup | undefined;
  /** Former states, the oldest first. */
  history: Message[];
  reactions: Map<number, Reaction[]>;
  deleted: boolean;
  pinned: boolean;
  /** What the bot gave an invoice to know it again; the person never sees it. */
  invoicePayload?: string;
  /** Rises over all chats with every sending and edit. */
  sequence: number;
}

export type MessageContent = Omit<Message, "message_id" | "date" | "chat">;

export interface MessageExtras {
  fromBot: boolean;
  media?: Media | undefined;
  replyMarkup?: ReplyMarkup | undefined;
}

/** All messages. Ids rise over all private chats together and in each supergroup on its own, as in Telegram. */
export class Messages {
  readonly #byChat = new Map<number, Map<number, StoredMessage>>();
  readonly #lastInGroup = new Map<number, number>();
  #lastPrivate = 100;
  #sequence = 0;
  #lastMediaGroup = 13_900_000_000_000_000n;

  constructor(private readonly clock: Clock) {}

  get sequence(): number {
    return this.#sequence;
  }

  /** A new id for the messages of one album. */
  newMediaGroupId(): string {
    this.#lastMediaGroup += 1n;
    return String(this.#lastMediaGroup);
  }

  add(chat: ChatRecord, content: MessageContent, extras: MessageExtras): StoredMessage {
    const chatId = chatIdOf(chat);
    const message: Message = {
      message_id: this.#nextId(chat),
      date: this.clock.seconds(),
      chat: chatOf(chat),
      ...defined(content),
    };
    this.#sequence += 1;
    const stored: StoredMessage = {
      ...extras,
      chatId,
      message,
      history: [],
      reactions: new Map(),
      deleted: false,
      pinned: false,
      sequence: this.#sequence,
    };
    const messages = this.#byChat.get(chatId) ?? new Map<number, StoredMessage>();
    this.#byChat.set(chatId, messages.set(message.message_id, stored));
    return stored;
  }

  find(chatId: number, messageId: number): StoredMessage | undefined {
    const stored = this.#byChat.get(chatId)?.get(messageId);
    return stored?.deleted === false ? stored : undefined;
  }

  /** Those that were not deleted, in the order of sending. */
  inChat(chatId: number): StoredMessage[] {
    return [...(this.#byChat.get(chatId)?.values() ?? [])].filter(({ deleted }) => !deleted);
  }

  /** Puts a new state in place of the old. Gives false where nothing would change. */
  edit(stored: StoredMessage, next: Message, media = stored.media): boolean {
    if (isDeepStrictEqual(next, stored.message)) return false;
    this.#sequence += 1;
    stored.history.push(stored.message);
    stored.message = { ...next, edit_date: this.clock.seconds() };
    stored.media = media;
    stored.sequence = this.#sequence;
    return true;
  }

  /** Ids and the sequence go on rising: nobody may take a new message for an old one. */
  clear(): void {
    this.#byChat.clear();
  }

  #nextId(chat: ChatRecord): number {
    if (chat.type === "private") return (this.#lastPrivate += 1);
    const next = (this.#lastInGroup.get(chat.group.id) ?? 0) + 1;
    this.#lastInGroup.set(chat.group.id, next);
    return next;
  }
}
