import type { Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { TrainingEvent } from "../../core/training/events.js";
import type { Training } from "../../core/training/model.js";
import { isTerminal } from "../../core/training/state.js";
import { isUnreachable } from "./api-errors.js";
import { trainingButton } from "./callback-data.js";
import { cardText } from "./card-text.js";
import { chatOf } from "./context.js";
import { replace, send, type Button } from "./say.js";
import type { Texts } from "./texts.js";

const NAMESPACE = "progress-cards";
const EDIT_EVERY_MS = 5_000;
/** Telegram takes 20 messages and edits a minute in a group, and the card is not alone there. */
const EDIT_EVERY_IN_GROUP_MS = 20_000;

interface Throttle {
  training: Training;
  editedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/** One message for each training that shows how it goes, edited in place. */
export class ProgressCards {
  readonly #api: Api;
  readonly #keyValues: KeyValueStore;
  readonly #users: UserRepository;
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #throttles = new Map<string, Throttle>();

  constructor(deps: {
    api: Api;
    keyValues: KeyValueStore;
    users: UserRepository;
    texts: Texts;
    clock: Clock;
    logger: Logger;
  }) {
    this.#api = deps.api;
    this.#keyValues = deps.keyValues;
    this.#users = deps.users;
    this.#texts = deps.texts;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** Sends the card of a training. */
  async open(training: Training): Promise<void> {
    const { html, rows } = await this.#content(training);
    const message = await send(this.#api, chatOf(training.channel), html, rows);
    await this.#keyValues.write(NAMESPACE, training.id, message.message_id);
  }

  /** Shows the newest progress, at most every 5 s (20 s in a group). */
  onEvent(event: TrainingEvent): void {
    if (event.type !== "progress") return;
    const { training } = event;
    const throttle = this.#throttles.get(training.id) ?? { training, editedAt: 0, timer: undefined };
    throttle.training = training;
    this.#throttles.set(training.id, throttle);
    if (throttle.timer !== undefined) return;
    const every = chatOf(training.channel) < 0 ? EDIT_EVERY_IN_GROUP_MS : EDIT_EVERY_MS;
    const wait = Math.max(0, throttle.editedAt + every - this.#clock.now());
    throttle.timer = setTimeout(() => void this.#edit(throttle), wait);
  }

  /** Shows how it ended, and takes the buttons off. */
  async finish(training: Training): Promise<void> {
    this.#forget(training.id);
    const messageId = await this.#messageOf(training.id);
    if (messageId === undefined) return;
    const { html } = await this.#content(training);
    await replace(this.#api, chatOf(training.channel), messageId, html);
    await this.#keyValues.delete(NAMESPACE, training.id);
  }

  /** Ends all waiting edits; the cards go on after a restart. */
  close(): void {
    for (const id of [...this.#throttles.keys()]) this.#forget(id);
  }

  async #edit(throttle: Throttle): Promise<void> {
    const { training } = throttle;
    throttle.editedAt = this.#clock.now();
    throttle.timer = undefined;
    try {
      const messageId = await this.#messageOf(training.id);
      const { html, rows } = await this.#content(training);
      const chatId = chatOf(training.channel);
      const shown = messageId === undefined ? "gone" : await replace(this.#api, chatId, messageId, html, rows);
      if (shown === "gone") await this.open(training);
    } catch (error) {
      if (isUnreachable(error)) return;
      this.#logger.warn("a progress card could not be edited", { training: training.id, error });
    }
  }

  async #content(training: Training): Promise<{ html: string; rows: Button[][] }> {
    const user = await this.#users.get(training.ownerId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    const stop = { text: t("card-stop"), data: trainingButton(training.id, "stop") };
    return { html: cardText(training, t), rows: isTerminal(training.status) ? [] : [[stop]] };
  }

  async #messageOf(trainingId: string): Promise<number | undefined> {
    return (await this.#keyValues.read(NAMESPACE, trainingId)) as number | undefined;
  }

  #forget(trainingId: string): void {
    clearTimeout(this.#throttles.get(trainingId)?.timer);
    this.#throttles.delete(trainingId);
  }
}
