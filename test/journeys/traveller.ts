import { parseButton } from "../../src/integrations/telegram/callback-data.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { CLIP_SHAPE } from "./house-clip.js";
import type { Words } from "./words.js";

/** On a machine that does much else; a message that does not come fails the journey with the chat so far. */
const PATIENCE_MS = 60_000;
export const PATIENT = { timeoutMs: PATIENCE_MS } as const;

export interface Seeing {
  /** What else must hold. */
  readonly where?: (message: ChatMessage) => boolean;
  /** Also what was there before the person's last act. */
  readonly ever?: boolean;
}

/** Whether there is a button with this verb under the message. */
export function hasButton(message: ChatMessage, verb: string): boolean {
  return message.keyboard.flat().some(does(verb));
}

function does(verb: string, argument?: string): (button: { callback_data?: string | undefined }) => boolean {
  return ({ callback_data }) => {
    const button = parseButton(callback_data);
    return button?.verb === verb && (argument === undefined || button.argument === argument);
  };
}

/** A person who goes through the bot in their language. They know texts and buttons by key and verb, never by words. */
export class Traveller {
  #since = 0;

  constructor(
    readonly chat: PersonChat,
    readonly words: Words,
    readonly firstName: string,
  ) {}

  /** Types something. */
  async says(text: string): Promise<ChatMessage> {
    this.#acts();
    return this.chat.send(text);
  }

  /** Answers a message with a text. */
  async replies(message: ChatMessage, text: string): Promise<ChatMessage> {
    this.#acts();
    return this.chat.reply(message, text);
  }

  async sendsPhotos(files: readonly Buffer[]): Promise<ChatMessage[]> {
    this.#acts();
    const [only] = files;
    if (only !== undefined && files.length === 1) return [await this.chat.sendPhoto(only)];
    return this.chat.sendAlbum(files.map((file) => ({ type: "photo", file })));
  }

  async sendsVideo(file: Buffer, fileName: string): Promise<ChatMessage> {
    this.#acts();
    return this.chat.sendVideo(file, { ...CLIP_SHAPE, fileName });
  }

  async sendsFile(file: Buffer, fileName: string): Promise<ChatMessage> {
    this.#acts();
    return this.chat.sendDocument(file, { fileName });
  }

  /** Opens a link t.me/bot?start=payload. */
  async opens(payload: string): Promise<ChatMessage> {
    this.#acts();
    return this.chat.start(payload);
  }

  /** Taps the button with this verb, and this argument where one is told. Gives the words that pop up. */
  async taps(message: ChatMessage, verb: string, argument?: string): Promise<string | undefined> {
    this.#acts();
    return (await this.chat.tap(message, does(verb, argument), PATIENT)).text;
  }

  /** Taps the button that has the text of this key, or fits: for menus, whose buttons have no verb. */
  async presses(message: ChatMessage, what: string | RegExp): Promise<string | undefined> {
    this.#acts();
    const button = typeof what === "string" ? this.words.button(what) : what;
    // A menu's buttons come with its text, or in the edit after it.
    await this.sees(({ id, buttons }) => id === message.id && buttons.some((text) => button.test(text)), {
      ever: true,
    });
    return (await this.chat.tap(message, button, PATIENT)).text;
  }

  /** The message that says this after the person's last act; one that is there, or one still to come. */
  sees(what: string | ((message: ChatMessage) => boolean), seeing: Seeing = {}): Promise<ChatMessage> {
    const { where = () => true, ever = false } = seeing;
    const fits = typeof what === "string" ? this.fits(what) : what;
    const options = { ...PATIENT, after: ever ? 0 : this.#since };
    return this.chat.waitFor((message) => fits(message) && where(message), options);
  }

  fits(key: string): (message: ChatMessage) => boolean {
    const pattern = this.words.pattern(key);
    return ({ text }) => pattern.test(text);
  }

  /** The message that counts photos, once it has come to this number, of two at least; that of an earlier draft has no buttons. */
  seesCount(count: number): Promise<ChatMessage> {
    const pattern = new RegExp(`📷 ${count}(?!\\d)`, "u");
    return this.sees(({ text, buttons }) => pattern.test(text) && buttons.length > 0, { ever: true });
  }

  /** From here on `sees` looks for what comes later than what is there now. */
  #acts(): void {
    this.#since = this.chat.mark();
  }
}
