import type { Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { TrainingEvent } from "../../core/training/events.js";
import type { Training } from "../../core/training/model.js";
import { isActive, isTerminal } from "../../core/training/state.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { CardPlaces } from "./card-places.js";
import { cardText, type Wait } from "./card-text.js";
import { chatOf } from "./context.js";
import { replace, send, type Button } from "./say.js";
import { stopButtons } from "./stop-buttons.js";
import type { Texts } from "./texts.js";
import { Turns } from "./turns.js";

const EDIT_EVERY_MS = 5_000;
/** Telegram takes 20 messages and edits a minute in a group, and the card is not alone there. */
const EDIT_EVERY_IN_GROUP_MS = 20_000;
/** What a trainer says of a training that has ended comes within moments. */
const REMEMBERED_ENDS = 1_000;

/** A training that runs, as its card knows it. */
interface Shown {
  training: Training;
  editedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/** One message for each training that shows how it goes, edited in place. */
export class ProgressCards {
  readonly #api: Api;
  readonly #users: UserRepository;
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #isPaused: () => Promise<boolean>;
  readonly #places: CardPlaces<number>;
  readonly #shown = new Map<string, Shown>();
  /** Trainings whose card asks whether to stop. */
  readonly #asking = new Set<string>();
  readonly #ended = new Set<string>();
  /** What the card of a training in the queue says. */
  readonly #waiting = new Map<string, string>();
  /** Sending, editing and ending one card must not overtake each other: there would be two, or one that never ends. */
  readonly #turns = new Turns();

  constructor(deps: {
    api: Api;
    keyValues: KeyValueStore;
    users: UserRepository;
    texts: Texts;
    clock: Clock;
    logger: Logger;
    /** Whether new trainings are paused. */
    isPaused: () => Promise<boolean>;
  }) {
    this.#api = deps.api;
    this.#users = deps.users;
    this.#texts = deps.texts;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#isPaused = deps.isPaused;
    this.#places = new CardPlaces(deps.keyValues, "progress-cards");
  }

  /** Sends the card of a training, unless it has one. */
  async open(training: Training): Promise<void> {
    await this.#turns.run(training.id, async () => {
      if (isTerminal(training.status) || this.#ended.has(training.id)) return;
      const newest = this.#shown.get(training.id)?.training ?? training;
      if ((await this.#messageOf(training)) === undefined) await this.#send(newest);
    });
  }

  /** As {@link open}, for a training that had ended and is taken up again. */
  async reopen(training: Training): Promise<void> {
    this.#ended.delete(training.id);
    await this.open(training);
  }

  /** Shows the newest progress, at most every 5 s (20 s in a group); and how it ended, at once. */
  onEvent({ type, training }: TrainingEvent): void {
    if (type === "notice") {
      this.finish(training).catch((error: unknown) => {
        this.#report(training, error);
      });
    } else if (this.#ended.has(training.id)) return;
    else if (type === "progress" || (type === "moved" && isActive(training.status))) this.#schedule(training);
  }

  /**
   * Shows how the queue stands on the card of a training that waits. A failure is logged.
   *
   * @returns whether the card was edited: it was not when it says so already, or the training has begun
   */
  async showWait(training: Training, wait: Wait): Promise<boolean> {
    try {
      return await this.#turns.run(training.id, () => this.#editWait(training, wait));
    } catch (error) {
      this.#report(training, error);
      return true;
    }
  }

  /** The card asks "are you sure?", or does not any more; later edits keep it so. */
  ask(trainingId: string, asking: boolean): void {
    if (asking) this.#asking.add(trainingId);
    else this.#asking.delete(trainingId);
  }

  /** Shows how it ended, and takes the buttons off. */
  async finish(training: Training): Promise<void> {
    this.#markEnded(training.id);
    await this.#turns.run(training.id, async () => {
      const messageId = await this.#messageOf(training);
      if (messageId === undefined) return;
      const { html } = await this.#content(training);
      await replace(this.#api, chatOf(training.channel), messageId, html);
      await this.#places.delete(training.ownerId, training.id);
    });
  }

  /** Ends all waiting edits; the cards go on after a restart. */
  close(): void {
    for (const id of [...this.#shown.keys()]) this.#forget(id);
  }

  async #editWait(training: Training, wait: Wait): Promise<boolean> {
    const { id, channel } = training;
    if (this.#ended.has(id) || this.#shown.has(id)) return false;
    const messageId = await this.#messageOf(training);
    if (messageId === undefined) return false;
    const { html, rows } = await this.#content(training, wait);
    if (this.#waiting.get(id) === html) return false;
    this.#waiting.set(id, html);
    await replace(this.#api, chatOf(channel), messageId, html, rows);
    return true;
  }

  #schedule(training: Training): void {
    this.#waiting.delete(training.id);
    const shown = this.#shown.get(training.id) ?? { training, editedAt: 0, timer: undefined };
    shown.training = training;
    this.#shown.set(training.id, shown);
    if (shown.timer !== undefined) return;
    const every = chatOf(training.channel) < 0 ? EDIT_EVERY_IN_GROUP_MS : EDIT_EVERY_MS;
    const wait = Math.max(0, shown.editedAt + every - this.#clock.now());
    shown.timer = setTimeout(() => {
      this.#turns
        .run(training.id, () => this.#edit(shown))
        .catch((error: unknown) => {
          this.#report(shown.training, error);
        });
    }, wait);
  }

  async #edit(shown: Shown): Promise<void> {
    shown.timer = undefined;
    const { training } = shown;
    if (this.#shown.get(training.id) !== shown) return;
    const messageId = await this.#messageOf(training);
    const { html, rows } = await this.#content(training);
    const chatId = chatOf(training.channel);
    shown.editedAt = this.#clock.now();
    const result = messageId === undefined ? "gone" : await replace(this.#api, chatId, messageId, html, rows);
    if (result === "gone") await this.#send(training);
  }

  async #send(training: Training): Promise<void> {
    const { html, rows } = await this.#content(training);
    const message = await send(this.#api, chatOf(training.channel), html, rows);
    if (training.status === "QUEUED") this.#waiting.set(training.id, html);
    await this.#places.write(training.ownerId, training.id, message.message_id);
  }

  async #content(training: Training, wait?: Wait): Promise<{ html: string; rows: Button[][] }> {
    const user = await this.#users.get(training.ownerId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    const rows = isTerminal(training.status)
      ? []
      : stopButtons(training.id, this.#asking.has(training.id), t);
    const paused = training.status === "QUEUED" && (await this.#isPaused());
    return { html: cardText(training, t, { wait, paused }), rows };
  }

  async #messageOf({ ownerId, id }: Training): Promise<number | undefined> {
    return this.#places.read(ownerId, id);
  }

  #report(training: Training, error: unknown): void {
    if (isUnreachable(error)) return;
    this.#logger.warn("a progress card could not be edited", {
      training: training.id,
      error: asTelegramAway(error) ?? error,
    });
  }

  #markEnded(trainingId: string): void {
    this.#forget(trainingId);
    this.#ended.add(trainingId);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED_ENDS && oldest !== undefined) this.#ended.delete(oldest);
  }

  #forget(trainingId: string): void {
    clearTimeout(this.#shown.get(trainingId)?.timer);
    this.#shown.delete(trainingId);
    this.#asking.delete(trainingId);
    this.#waiting.delete(trainingId);
  }
}
