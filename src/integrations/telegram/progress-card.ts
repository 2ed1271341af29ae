import type { Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { TrainingEvent } from "../../core/training/events.js";
import type { Training } from "../../core/training/model.js";
import type { Pictures } from "../../core/training/pictures.js";
import { isActive, isTerminal } from "../../core/training/state.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { CardContents } from "./card-content.js";
import { CardMessages } from "./card-messages.js";
import type { Wait } from "./card-text.js";
import { chatOf } from "./context.js";
import { told, withProgressOf } from "./newer-training.js";
import { RecentIds } from "./recent-ids.js";
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

/** One message for each training that shows how it goes, edited in place: a text, and a picture once there is one. */
export class ProgressCards {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #contents: CardContents;
  readonly #messages: CardMessages;
  readonly #shown = new Map<string, Shown>();
  readonly #ended = new RecentIds(REMEMBERED_ENDS);
  /** What the card of a training in the queue says, and of how the queue stood. */
  readonly #waiting = new Map<string, { readonly html: string; readonly wait: Wait | undefined }>();
  /** Sending, editing and ending one card must not overtake each other: there would be two, or one that never ends. */
  readonly #turns = new Turns();

  constructor(deps: {
    api: Api;
    keyValues: KeyValueStore;
    users: UserRepository;
    texts: Texts;
    clock: Clock;
    logger: Logger;
    pictures: Pictures;
    /** Whether new trainings are paused. */
    isPaused: () => Promise<boolean>;
  }) {
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#contents = new CardContents(deps);
    this.#messages = new CardMessages(deps);
  }

  /** Sends the card of a training, unless it has one. */
  async open(training: Training): Promise<void> {
    await this.#turns.run(training.id, async () => {
      if (isTerminal(training.status) || this.#ended.has(training.id)) return;
      const newest = this.#shown.get(training.id)?.training ?? training;
      if (!(await this.#messages.isThere(training))) await this.#send(newest);
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
    this.#contents.ask(trainingId, asking);
  }

  /** Shows at once what its person has just changed; not its picture. Gives "gone" when there is no card. */
  async refresh(training: Training): Promise<"edited" | "gone"> {
    return this.#turns.run(training.id, async () => {
      if (this.#ended.has(training.id)) return "gone";
      const shown = this.#shown.get(training.id);
      const newest = withProgressOf(training, shown?.training);
      if (shown !== undefined) shown.training = newest;
      else if (isActive(newest.status)) this.#remember(newest);
      const content = await this.#contents.of(newest, this.#waiting.get(training.id)?.wait);
      return this.#messages.edit(newest, content, "never");
    });
  }

  /** Shows how it ended, and takes the buttons off. */
  async finish(training: Training): Promise<void> {
    this.#forget(training.id);
    this.#ended.add(training.id);
    await this.#turns.run(training.id, async () => {
      if (!(await this.#messages.isThere(training))) return;
      // The pictures of one that did not end well go with it: those that the card shows stay.
      const picture = training.status === "COMPLETED" ? "now" : "never";
      await this.#messages.edit(training, await this.#contents.of(training), picture);
      await this.#messages.forget(training);
    });
  }

  /** Ends all waiting edits; the cards go on after a restart. */
  close(): void {
    for (const id of [...this.#shown.keys()]) this.#forget(id);
  }

  async #editWait(training: Training, wait: Wait): Promise<boolean> {
    const { id } = training;
    if (this.#ended.has(id) || this.#shown.has(id) || training.muted === true) return false;
    if (!(await this.#messages.isThere(training))) return false;
    const content = await this.#contents.of(training, wait);
    if (this.#waiting.get(id)?.html === content.html) return false;
    this.#waiting.set(id, { html: content.html, wait });
    await this.#messages.edit(training, content, "never");
    return true;
  }

  #schedule(training: Training): void {
    this.#waiting.delete(training.id);
    const shown = this.#shown.get(training.id) ?? this.#remember(training);
    shown.training = told(shown.training, training);
    if (shown.timer !== undefined || shown.training.muted === true) return;
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

  #remember(training: Training): Shown {
    const shown = { training, editedAt: 0, timer: undefined };
    this.#shown.set(training.id, shown);
    return shown;
  }

  /** What comes in while the card is edited has its turn with the next edit, counted from the end of this one. */
  async #edit(shown: Shown): Promise<void> {
    const { training } = shown;
    const isShown = (): boolean => this.#shown.get(training.id) === shown;
    if (!isShown()) return;
    try {
      // It may have been muted since.
      if (training.muted === true) return;
      const result = await this.#messages.edit(training, await this.#contents.of(training), "when-due");
      if (result === "gone") await this.#send(training);
    } finally {
      shown.timer = undefined;
      shown.editedAt = this.#clock.now();
      if (isShown() && shown.training !== training) this.#schedule(shown.training);
    }
  }

  async #send(training: Training): Promise<void> {
    const content = await this.#contents.of(training);
    await this.#messages.send(training, content);
    if (training.status === "QUEUED") this.#waiting.set(training.id, { html: content.html, wait: undefined });
  }

  #report(training: Training, error: unknown): void {
    if (isUnreachable(error)) return;
    this.#logger.warn("a progress card could not be edited", {
      training: training.id,
      error: asTelegramAway(error) ?? error,
    });
  }

  #forget(trainingId: string): void {
    clearTimeout(this.#shown.get(trainingId)?.timer);
    this.#shown.delete(trainingId);
    this.#contents.ask(trainingId, false);
    this.#waiting.delete(trainingId);
  }
}
