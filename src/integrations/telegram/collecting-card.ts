import type { Api } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { TrainingService } from "../../core/training/service.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { CardDrift } from "./card-drift.js";
import { CardPlaces } from "./card-places.js";
import { CardsBehind, type Behind } from "./cards-behind.js";
import { collectingText } from "./collecting-text.js";
import { chatOf, type Person } from "./context.js";
import { withGroupHint } from "./group-hint.js";
import { removeMessage } from "./remove-message.js";
import { replace, replaceButtons, send, type Button } from "./say.js";
import type { Texts } from "./texts.js";
import { Turns } from "./turns.js";

/** Telegram takes about one message a second in a chat; edits leave a third of that to verdicts: see call-budget.ts. */
const EDIT_EVERY_MS = 1_500;
/** An album's photos come within this of each other: its first count is that of many, not of one. */
const GATHER_MS = 250;

/** The one message that counts the photos of a draft while they come in. */
export class CollectingCard {
  readonly #service: TrainingService;
  readonly #behind: CardsBehind;
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #places: CardPlaces<{ readonly messageId: number }>;
  readonly #pending = new Map<string, { readonly timer: NodeJS.Timeout; readonly behind: Behind }>();
  readonly #editedAt = new Map<string, number>();
  readonly #drift = new CardDrift();
  readonly #turns = new Turns();

  constructor(deps: {
    service: TrainingService;
    keyValues: KeyValueStore;
    texts: Texts;
    clock: Clock;
    logger: Logger;
  }) {
    this.#service = deps.service;
    this.#behind = new CardsBehind(deps.keyValues);
    this.#texts = deps.texts;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#places = new CardPlaces(deps.keyValues, "collecting-cards");
  }

  /** Brings up to date what a process that died left behind. */
  async recover(api: Api): Promise<void> {
    const behind = await this.#behind.read();
    // What waited when this process talked last; another one may have put it right meanwhile.
    this.#pending.clear();
    for (const { person, draftId } of behind) this.#schedule(api, person, draftId);
    await this.#noteBehind();
  }

  /** Sends the card anew, at the bottom of the chat; what an older one says is old. */
  async open(api: Api, person: Person, draftId: string): Promise<void> {
    await this.#turns.run(draftId, async () => {
      const before = await this.#send(api, person, draftId);
      if (before !== undefined) await replaceButtons(api, chatOf(person.channel), before, []);
    });
  }

  /** A photo came below the card: it is counted, or refused. */
  async came(api: Api, person: Person, draftId: string): Promise<void> {
    this.#drift.came(draftId);
    await this.changed(api, person, draftId);
  }

  /** The dataset changed: the card follows in a moment, once for all that changed by then. */
  async changed(api: Api, person: Person, draftId: string): Promise<void> {
    this.#drift.busy(draftId);
    if (this.#pending.has(draftId)) return;
    this.#schedule(api, person, draftId);
    await this.#noteBehind();
  }

  #schedule(api: Api, person: Person, draftId: string): void {
    const sinceEdit = this.#clock.now() - (this.#editedAt.get(draftId) ?? 0);
    const timer = setTimeout(
      () => {
        this.#refresh(api, person, draftId).catch((error: unknown) => {
          this.#logger.warn("a card that counts photos stays behind", { training: draftId, error });
        });
      },
      Math.max(GATHER_MS, EDIT_EVERY_MS - sinceEdit),
    );
    this.#pending.set(draftId, { timer, behind: { person, draftId } });
  }

  /** Collecting ended: the card keeps its count and loses its button. */
  async close(api: Api, person: Person, draftId: string): Promise<void> {
    clearTimeout(this.#pending.get(draftId)?.timer);
    this.#pending.delete(draftId);
    this.#editedAt.delete(draftId);
    this.#drift.reset(draftId);
    await this.#turns.run(draftId, async () => {
      const card = await this.#places.read(person.actor.userId, draftId);
      if (card === undefined) return;
      const { images } = await this.#service.drafts.view(person.actor, draftId);
      const text = this.#texts.in(person.locale)("collect-closed", { count: images.length });
      await replace(api, chatOf(person.channel), card.messageId, text);
      await this.#places.delete(person.actor.userId, draftId);
    });
    await this.#noteBehind();
  }

  /** Ends all waiting edits; the next start does them: they stay noted, also by an edit that ends after this. */
  stop(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#drift.stop();
  }

  async #refresh(api: Api, person: Person, draftId: string): Promise<void> {
    this.#pending.delete(draftId);
    try {
      await this.#turns.run(draftId, () => this.#edit(api, person, draftId));
      await this.#noteBehind();
    } catch (error) {
      if (isDomainError(error, "not-found", "not-a-draft") || isUnreachable(error)) return;
      const shown = asTelegramAway(error);
      this.#logger.warn("could not count photos on a card", { training: draftId, error: shown ?? error });
      // The count must not stay wrong for good.
      if (shown !== undefined) await this.changed(api, person, draftId);
    }
  }

  async #edit(api: Api, person: Person, draftId: string): Promise<void> {
    const card = await this.#places.read(person.actor.userId, draftId);
    if (card === undefined) return;
    const { html, rows } = await this.#content(person, draftId);
    this.#editedAt.set(draftId, this.#clock.now());
    const result = await replace(api, chatOf(person.channel), card.messageId, html, rows);
    if (result === "gone") await this.#send(api, person, draftId);
    else this.#drift.rest(draftId, () => void this.#move(api, person, draftId));
  }

  /** To the bottom, where it is looked for: one card counts, and the one above goes. */
  async #move(api: Api, person: Person, draftId: string): Promise<void> {
    try {
      await this.#turns.run(draftId, async () => {
        if ((await this.#places.read(person.actor.userId, draftId)) === undefined) return;
        const before = await this.#send(api, person, draftId);
        if (before !== undefined) await removeMessage(api, chatOf(person.channel), before);
      });
    } catch (error) {
      if (isDomainError(error, "not-found", "not-a-draft") || isUnreachable(error)) return;
      const shown = asTelegramAway(error) ?? error;
      this.#logger.warn("a card that counts photos stays up in the chat", {
        training: draftId,
        error: shown,
      });
    }
  }

  /** @returns the message of the card before */
  async #send(api: Api, person: Person, draftId: string): Promise<number | undefined> {
    const before = await this.#places.read(person.actor.userId, draftId);
    const { html, rows } = await this.#content(person, draftId);
    const message = await send(api, chatOf(person.channel), html, rows);
    await this.#places.write(person.actor.userId, draftId, { messageId: message.message_id });
    this.#drift.reset(draftId);
    return before?.messageId;
  }

  async #noteBehind(): Promise<void> {
    await this.#behind.write(() => [...this.#pending.values()].map(({ behind }) => behind));
  }

  async #content(person: Person, draftId: string): Promise<{ html: string; rows: Button[][] }> {
    const { training, images } = await this.#service.drafts.view(person.actor, draftId);
    const t = this.#texts.in(person.locale);
    const { html, rows } = collectingText(training, images, t);
    return { html: withGroupHint(html, person, t), rows };
  }
}
