import type { ChatMessage, PersonChat } from "./telegram/index.js";
import { counting, NAME_TAKEN, PROMPTS, STEPS, type ChatStep } from "./train-by-chat.js";

/** When nothing happens for so long, a person begins to wonder and sends /train. */
const WONDERS_AFTER_MS = 6_000;
const POLL_MS = 50;
const END = /is trained|could not be trained/;

/** Somebody who wants one model, answers what is asked, and does not mind a bot that comes and goes. */
export class PatientPerson {
  #sentPhotos = false;
  #answered = 0;

  /** @param onStep hears of each step's question, before it is answered */
  constructor(
    private readonly chat: PersonChat,
    private readonly photos: readonly Buffer[],
    private readonly onStep: (step: ChatStep) => void = () => undefined,
  ) {}

  /** Goes on until the bot says how the training ended. @throws when that takes longer than the patience */
  async train(patienceMs: number): Promise<ChatMessage> {
    const deadline = Date.now() + patienceMs;
    let quietSince = Date.now();
    await this.chat.send("/train");
    for (;;) {
      const done = this.chat.messages.find(({ fromBot, text }) => fromBot && END.test(text));
      if (done !== undefined) return done;
      if (Date.now() > deadline)
        throw new Error(`no model after ${patienceMs} ms:\n${this.chat.transcript()}`);
      if (await this.#answer()) quietSince = Date.now();
      else if (!this.#trains && Date.now() - quietSince > WONDERS_AFTER_MS) {
        quietSince = Date.now();
        // Photos that were refused are sent again; those that were taken are not counted twice.
        this.#sentPhotos = false;
        await this.chat.send("/train");
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** A card shows that the training has begun: there is nothing to do but wait. */
  get #trains(): boolean {
    return this.chat.messages.some(({ fromBot, text }) => fromBot && text.startsWith("🎞"));
  }

  /** Deals with the newest thing that the bot said or changed. Gives whether there was something to do. */
  async #answer(): Promise<boolean> {
    const { chat } = this;
    const newest = chat.messages
      .filter(({ fromBot, deleted, stored }) => fromBot && !deleted && stored.sequence > this.#answered)
      .sort((a, b) => b.stored.sequence - a.stored.sequence);
    for (const message of newest) {
      const act = this.#actFor(message);
      if (act === undefined || this.#isOldCount(message)) continue;
      this.#answered = message.stored.sequence;
      const step = STEPS.find((name) => PROMPTS[name].test(message.text));
      if (step !== undefined) this.onStep(step);
      // A tap is answered late when the bot is just being started; it is not lost.
      await act().catch(() => undefined);
      return true;
    }
    return false;
  }

  /** A card that counts photos and has another below it: it lost its button to that one, after that one was sent. */
  #isOldCount({ id, text }: ChatMessage): boolean {
    if (!PROMPTS.collecting.test(text)) return false;
    return this.chat.messages.some((other) => other.id > id && PROMPTS.collecting.test(other.text));
  }

  #actFor(message: ChatMessage): (() => Promise<unknown>) | undefined {
    const { chat } = this;
    const { text } = message;
    const tap = (button: RegExp) => () => chat.tap(message, button, { timeoutMs: 4_000 });
    if (PROMPTS.subject.test(text)) return tap(/Character/);
    if (PROMPTS.naming.test(text)) return () => chat.send("Rex");
    if (NAME_TAKEN.test(text)) return tap(/./);
    if (PROMPTS.trigger.test(text)) return () => chat.send("ohwxrex");
    if (PROMPTS["base-model"].test(text)) return tap(/Tiny SDXL/);
    if (text.includes("open draft")) return tap(/Go on/);
    if (counting(this.photos.length)(message) && message.buttons.length > 0) return tap(/Done/);
    if (PROMPTS.collecting.test(text) && !this.#sentPhotos) return () => this.#sendPhotos();
    if (PROMPTS.captioning.test(text)) return tap(/trigger word/);
    if (PROMPTS.review.test(text) && message.buttons.length > 0) return tap(/fine/);
    // One that another took the place of is edited after that one was sent: it lost its buttons, and looks newer.
    if (PROMPTS.confirming.test(text) && message.buttons.length > 0) return tap(/Start/);
    return undefined;
  }

  async #sendPhotos(): Promise<void> {
    this.#sentPhotos = true;
    await this.chat.sendAlbum(this.photos.map((file) => ({ type: "photo", file })));
  }
}
