import type { Api } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import { datasetBounds } from "../../core/training/dataset.js";
import type { TrainingService } from "../../core/training/service.js";
import { draftButton } from "./callback-data.js";
import { chatOf, type Person } from "./context.js";
import { replace, send, type Button } from "./say.js";
import type { Texts } from "./texts.js";

const NAMESPACE = "collecting-cards";
/** Telegram takes about one message a second in a chat; edits within that are put together. */
const EDIT_EVERY_MS = 1_200;

interface Card {
  readonly messageId: number;
}

/** The one message that counts the photos of a draft while they come in. */
export class CollectingCard {
  readonly #service: TrainingService;
  readonly #keyValues: KeyValueStore;
  readonly #texts: Texts;
  readonly #logger: Logger;
  readonly #pending = new Map<string, NodeJS.Timeout>();

  constructor(deps: { service: TrainingService; keyValues: KeyValueStore; texts: Texts; logger: Logger }) {
    this.#service = deps.service;
    this.#keyValues = deps.keyValues;
    this.#texts = deps.texts;
    this.#logger = deps.logger;
  }

  /** Sends the card anew, at the bottom of the chat. */
  async open(api: Api, person: Person, draftId: string): Promise<void> {
    const { html, rows } = await this.#content(person, draftId);
    const message = await send(api, chatOf(person.channel), html, rows);
    await this.#keyValues.write(NAMESPACE, draftId, { messageId: message.message_id } satisfies Card);
  }

  /** The dataset changed: the card follows in a moment, once for all that changed by then. */
  changed(api: Api, person: Person, draftId: string): void {
    if (this.#pending.has(draftId)) return;
    const timer = setTimeout(() => {
      this.#pending.delete(draftId);
      this.#refresh(api, person, draftId).catch((error: unknown) => {
        if (isDomainError(error, "not-found", "not-a-draft")) return;
        this.#logger.warn("could not count photos on a card", { training: draftId, error });
      });
    }, EDIT_EVERY_MS);
    this.#pending.set(draftId, timer);
  }

  /** Collecting ended: the card keeps its count and loses its button. */
  async close(api: Api, person: Person, draftId: string): Promise<void> {
    clearTimeout(this.#pending.get(draftId));
    this.#pending.delete(draftId);
    const card = await this.#card(draftId);
    if (card === undefined) return;
    const { images } = await this.#service.drafts.view(person.actor, draftId);
    const text = this.#texts.in(person.locale)("collect-closed", { count: images.length });
    await replace(api, chatOf(person.channel), card.messageId, text);
    await this.#keyValues.delete(NAMESPACE, draftId);
  }

  async #refresh(api: Api, person: Person, draftId: string): Promise<void> {
    const card = await this.#card(draftId);
    if (card === undefined) return;
    const { html, rows } = await this.#content(person, draftId);
    const result = await replace(api, chatOf(person.channel), card.messageId, html, rows);
    if (result === "gone") await this.open(api, person, draftId);
  }

  async #card(draftId: string): Promise<Card | undefined> {
    return (await this.#keyValues.read(NAMESPACE, draftId)) as Card | undefined;
  }

  async #content(person: Person, draftId: string): Promise<{ html: string; rows: Button[][] }> {
    const t = this.#texts.in(person.locale);
    const { training, images } = await this.#service.drafts.view(person.actor, draftId);
    const { min, recommended, max } = datasetBounds(training);
    const count = images.length;
    const state = count < min ? "few" : count < recommended ? "enough" : count < max ? "good" : "full";
    const html = `${t("collect-prompt", { recommended, max })}\n\n${t(`collect-count-${state}`, { count, min, recommended, max })}`;
    const done = { text: t("collect-done"), data: draftButton(draftId, "done") };
    return { html, rows: count < min ? [] : [[done]] };
  }
}
