import type { ChatMessage, TelegramEmulator } from "../support/telegram/index.js";

/** One thing that happened in a chat; a message is always in its present state. */
export type Moment =
  | { readonly kind: "message"; readonly message: ChatMessage }
  | { readonly kind: "tap"; readonly button: string }
  | { readonly kind: "pop-up"; readonly text: string };

/** Listens to a Telegram and keeps what happens in each chat, in order: messages, taps, and what pops up at them. */
export class Recording {
  readonly #moments = new Map<number, Moment[]>();

  constructor(telegram: TelegramEmulator) {
    const keep = (message: ChatMessage): void => {
      this.#add(message.chatId, { kind: "message", message });
    };
    telegram.on("botMessage", keep).on("personMessage", keep);
    telegram.on("tap", ({ message, button }) => {
      this.#add(message.chatId, { kind: "tap", button: button.text });
    });
    telegram.on("callbackAnswer", ({ message, text }) => {
      if (text !== undefined) this.#add(message.chatId, { kind: "pop-up", text });
    });
  }

  /** What happened in a chat so far. */
  of(chatId: number): readonly Moment[] {
    return this.#moments.get(chatId) ?? [];
  }

  #add(chatId: number, moment: Moment): void {
    this.#moments.set(chatId, [...this.of(chatId), moment]);
  }
}
