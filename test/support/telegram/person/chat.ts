import { deleteMessage } from "../actions.js";
import { chatIdOf } from "../state/chats.js";
import type { ChatRecord, PersonRecord } from "../state/chats.js";
import type { CallbackAnswer, World } from "../world.js";
import { renderChat } from "../rendering.js";
import { ChatMessage } from "./message.js";
import { Outbox } from "./outbox.js";
import type { AlbumEntry, DocumentOptions, FileSource, SendOptions, VideoOptions } from "./outbox.js";
import { pay } from "./payment.js";
import type { PayOptions, PaymentResult } from "./payment.js";
import { editText, react, replyKeyboard } from "./gestures.js";
import type { ReactionEmoji } from "./gestures.js";
import { announceStanding } from "./standing.js";
import { sendCallback, tap } from "./taps.js";
import type { ButtonChoice, TapOptions, TapResult } from "./taps.js";
import { waitForMessage } from "./waiting.js";
import type { MessagePredicate, WaitOptions } from "./waiting.js";

/** One chat, in one person's hands. */
export class PersonChat {
  readonly #outbox: Outbox;

  constructor(
    private readonly world: World,
    private readonly person: PersonRecord,
    private readonly record: ChatRecord,
  ) {
    this.#outbox = new Outbox(world, person, record);
  }

  get id(): number {
    return chatIdOf(this.record);
  }

  /** All messages that are there now, each in its present state. */
  get messages(): ChatMessage[] {
    return this.world.messages.inChat(this.id).map((stored) => new ChatMessage(stored));
  }

  lastFromBot(): ChatMessage | undefined {
    return this.messages.findLast(({ fromBot }) => fromBot);
  }

  /** A point in time for `waitFor`'s option `after`. */
  mark(): number {
    return this.world.messages.sequence;
  }

  /** The bot's newest message that fits, or the first that will. @throws Error with the chat's transcript */
  waitFor(predicate: MessagePredicate, options: WaitOptions = {}): Promise<ChatMessage> {
    const { events } = this.world;
    const watched = {
      events,
      chatId: this.id,
      messages: () => this.messages,
      describe: () => this.transcript(),
    };
    return waitForMessage(watched, predicate, options);
  }

  transcript(): string {
    return renderChat(this.messages);
  }

  send(text: string, options: SendOptions = {}): Promise<ChatMessage> {
    return this.#outbox.text(text, options);
  }

  /** Starts the bot, as by its Start button or a link t.me/bot?start=payload. */
  start(payload = ""): Promise<ChatMessage> {
    return this.send(`/start ${payload}`.trimEnd());
  }

  /** Sends a text and waits for the bot's answer to it. */
  async ask(
    text: string,
    answer: MessagePredicate,
    options: Omit<WaitOptions, "after"> = {},
  ): Promise<ChatMessage> {
    const after = await this.send(text);
    return this.waitFor(answer, { ...options, after: after.stored.sequence });
  }

  reply(message: ChatMessage, text: string): Promise<ChatMessage> {
    return this.#outbox.text(text, { replyTo: message });
  }

  sendPhoto(file: FileSource, options: SendOptions = {}): Promise<ChatMessage> {
    return this.#outbox.media({ type: "photo", file, ...options });
  }

  sendDocument(file: FileSource, options: DocumentOptions = {}): Promise<ChatMessage> {
    return this.#outbox.media({ type: "document", file, ...options });
  }

  sendVideo(file: FileSource, options: VideoOptions): Promise<ChatMessage> {
    return this.#outbox.media({ type: "video", file, ...options });
  }

  /** @param duration in seconds */
  sendVoice(file: FileSource, duration: number, options: SendOptions = {}): Promise<ChatMessage> {
    return this.#outbox.voice(file, duration, options);
  }

  /** Up to ten photos, files or videos at once: one update for each, with one media group id. */
  sendAlbum(entries: AlbumEntry[], options: SendOptions = {}): Promise<ChatMessage[]> {
    if (entries.length < 2 || entries.length > 10) throw new Error("an album has 2 to 10 items");
    const mediaGroupId = this.world.messages.newMediaGroupId();
    return this.#outbox.album(entries, { ...options, mediaGroupId });
  }

  sendContact(phoneNumber: string, firstName: string, options: SendOptions = {}): Promise<ChatMessage> {
    return this.#outbox.content({ contact: { phone_number: phoneNumber, first_name: firstName } }, options);
  }

  /** Taps a button and gives the bot's answer to the tap. @throws Error where there is no such button or no answer */
  tap(message: ChatMessage, button: ButtonChoice, options: TapOptions = {}): Promise<TapResult> {
    return tap(this.world, this.person, message, button, options);
  }

  /** A callback query with data that no button holds. */
  forgeTap(message: ChatMessage, data: string, options: TapOptions = {}): Promise<CallbackAnswer> {
    return sendCallback(this.world, this.person, message, data, options);
  }

  /** Puts a reaction on a message in place of one's former; null takes it away. */
  react(message: ChatMessage, emoji: ReactionEmoji | null): void {
    react(this.world, this.person, this.record, message, emoji);
  }

  /** Changes one's own message. */
  editText(message: ChatMessage, text: string): void {
    editText(this.world, this.person, this.record, message, text);
  }

  /** Deletes a message for both sides; bots are not told. */
  deleteMessage(message: ChatMessage): void {
    deleteMessage(this.world, message.stored);
  }

  /** Pays an invoice in Stars. The result says whether the bot agreed. */
  pay(message: ChatMessage, options: PayOptions = {}): Promise<PaymentResult> {
    return pay(this.world, this.person, this.record, message, options);
  }

  /** The keys under the input field that the bot has put there last; empty where there are none. */
  get replyKeyboard(): string[][] {
    return replyKeyboard(this.messages);
  }

  /** Presses a key under the input field: its text is sent. */
  pressKey(text: string): Promise<ChatMessage> {
    if (!this.replyKeyboard.flat().includes(text))
      throw new Error(`there is no key "${text}" under the input field`);
    return this.send(text);
  }

  blockBot(): void {
    this.#setBlocked(true);
  }

  unblockBot(): void {
    this.#setBlocked(false);
  }

  /** Resolves when all that was sent before has arrived. */
  settled(): Promise<void> {
    return this.#outbox.settled();
  }

  #setBlocked(blocked: boolean): void {
    if (this.record.type !== "private") throw new Error("a bot is blocked in its private chat");
    if (this.person.blocked === blocked) return;
    this.person.blocked = blocked;
    const [before, now] = blocked ? (["member", "kicked"] as const) : (["kicked", "member"] as const);
    announceStanding(this.world, this.record, this.person, before, now);
  }
}
