import type { Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { RunProgress } from "../../core/training/caption-runs.js";
import type { TrainingService } from "../../core/training/service.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { draftButton } from "./callback-data.js";
import { cut } from "./cut.js";
import { CardPlaces } from "./card-places.js";
import { chatOf, type Person } from "./context.js";
import { replace, replaceButtons, send, type Button } from "./say.js";
import type { Texts } from "./texts.js";
import { Turns } from "./turns.js";

const EDIT_EVERY_MS = 3_000;
/** Telegram takes 20 messages and edits a minute in a group, and the card is not alone there. */
const EDIT_EVERY_IN_GROUP_MS = 20_000;
const LATEST_CHARACTERS = 300;

interface Shown {
  readonly person: Person;
  progress: RunProgress | undefined;
  editedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/** The one message that shows how captions come in, while their person does other things. */
export class CaptioningCard {
  readonly #api: Api;
  readonly #service: TrainingService;
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #places: CardPlaces<number>;
  readonly #shown = new Map<string, Shown>();
  /** Sending, editing and ending a card must not overtake each other. */
  readonly #turns = new Turns();

  constructor(deps: {
    api: Api;
    service: TrainingService;
    keyValues: KeyValueStore;
    texts: Texts;
    clock: Clock;
    logger: Logger;
  }) {
    this.#api = deps.api;
    this.#service = deps.service;
    this.#texts = deps.texts;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#places = new CardPlaces(deps.keyValues, "captioning-cards");
  }

  /** Sends the card of what runs anew, at the bottom of the chat. Nothing when it has ended by then. */
  async open(person: Person, draftId: string): Promise<void> {
    await this.#turns.run(draftId, async () => {
      if (!this.#service.captionRuns.runs(draftId)) return;
      const before = await this.#places.read(person.actor.userId, draftId);
      await this.#send(person, draftId);
      if (before !== undefined) await replaceButtons(this.#api, chatOf(person.channel), before, []);
    });
  }

  /** Shows the newest progress, at most every 3 s (20 s in a group). */
  progress(person: Person, draftId: string, progress: RunProgress): void {
    const shown = this.#shown.get(draftId) ?? {
      person,
      progress: undefined,
      editedAt: this.#clock.now(),
      timer: undefined,
    };
    this.#shown.set(draftId, shown);
    shown.progress = progress;
    if (shown.timer !== undefined) return;
    const every = chatOf(person.channel) < 0 ? EDIT_EVERY_IN_GROUP_MS : EDIT_EVERY_MS;
    shown.timer = setTimeout(
      () => {
        shown.timer = undefined;
        this.#turns
          .run(draftId, () => this.#edit(draftId, shown))
          .catch((error: unknown) => {
            if (isUnreachable(error)) return;
            const cause = asTelegramAway(error) ?? error;
            this.#logger.warn("a captioning card could not be edited", { training: draftId, error: cause });
          });
      },
      Math.max(0, shown.editedAt + every - this.#clock.now()),
    );
  }

  /** Shows how it ended, on the card if there is one. */
  async finish(person: Person, draftId: string, html: string, rows: Button[][]): Promise<void> {
    this.#forget(draftId);
    await this.#turns.run(draftId, async () => {
      const messageId = await this.#places.read(person.actor.userId, draftId);
      if (messageId === undefined) return;
      await replace(this.#api, chatOf(person.channel), messageId, html, rows);
      await this.#places.delete(person.actor.userId, draftId);
    });
  }

  /** Ends all waiting edits; the cards go on after a restart. */
  stop(): void {
    for (const draftId of [...this.#shown.keys()]) this.#forget(draftId);
  }

  #forget(draftId: string): void {
    clearTimeout(this.#shown.get(draftId)?.timer);
    this.#shown.delete(draftId);
  }

  async #edit(draftId: string, shown: Shown): Promise<void> {
    if (this.#shown.get(draftId) !== shown || !this.#service.captionRuns.runs(draftId)) return;
    const { person } = shown;
    shown.editedAt = this.#clock.now();
    const messageId = await this.#places.read(person.actor.userId, draftId);
    const { html, rows } = await this.#content(person, draftId);
    const edited =
      messageId === undefined
        ? "gone"
        : await replace(this.#api, chatOf(person.channel), messageId, html, rows);
    if (edited === "gone") await this.#send(person, draftId);
  }

  async #send(person: Person, draftId: string): Promise<void> {
    const { html, rows } = await this.#content(person, draftId);
    const message = await send(this.#api, chatOf(person.channel), html, rows);
    await this.#places.write(person.actor.userId, draftId, message.message_id);
  }

  async #content(person: Person, draftId: string): Promise<{ html: string; rows: Button[][] }> {
    const t = this.#texts.in(person.locale);
    const { written, total, latest } =
      this.#shown.get(draftId)?.progress ?? (await this.#standing(person, draftId));
    const count = t("captioning-count", { written, total });
    const html =
      latest === undefined
        ? count
        : `${count}\n\n${t("captioning-latest", { caption: cut(latest, LATEST_CHARACTERS) })}`;
    return { html, rows: [[{ text: t("captioning-stop"), data: draftButton(draftId, "ai-stop") }]] };
  }

  async #standing(person: Person, draftId: string): Promise<RunProgress> {
    const { images } = await this.#service.drafts.view(person.actor, draftId);
    const written = images.filter(({ caption }) => caption !== undefined).length;
    return { written, total: images.length };
  }
}
