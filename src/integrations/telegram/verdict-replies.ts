import type { Api } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { DatasetImage } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { AlbumReplies } from "./album-replies.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { CallBudget } from "./call-budget.js";
import { chatOf, type Person } from "./context.js";
import type { MediaMessage } from "./media-message.js";
import { OwedVerdictStore, type Owed } from "./owed-verdicts.js";
import { Reactions } from "./reactions.js";
import type { Texts } from "./texts.js";
import { VerdictMessages } from "./verdict-messages.js";
import { putIntoWords } from "./verdict-words.js";

/** What comes together is answered together, and not before the card has counted it. */
const GATHER_MS = 300;
/** An album is answered photo by photo; of more than this at once one message tells. */
const MANY = 10;
/** A flood of good photos is not followed by minutes of thumbs. */
const MAX_THUMBS = 20;
const AWAY_MS = 5_000;

interface Waiting {
  readonly api: Api;
  readonly person: Person;
  readonly draftId: string;
  owed: readonly Owed[];
  thumbs: readonly number[];
  timer?: NodeJS.Timeout | undefined;
}

/**
 * What is said to each photo that was taken: its faults, with the choice, as an answer to it; a thumb for a good one.
 * It is said beside the conversation, at the pace that Telegram allows, so that no photo waits for the words to another.
 */
export class VerdictReplies {
  readonly #service: TrainingService;
  readonly #store: OwedVerdictStore;
  readonly #texts: Texts;
  readonly #logger: Logger;
  readonly #budget: CallBudget;
  readonly #reactions: Reactions;
  readonly #messages: VerdictMessages;
  readonly #albums = new AlbumReplies();
  readonly #waiting = new Map<string, Waiting>();

  constructor(deps: {
    service: TrainingService;
    keyValues: KeyValueStore;
    texts: Texts;
    clock: Clock;
    logger: Logger;
  }) {
    this.#service = deps.service;
    this.#store = new OwedVerdictStore(deps.keyValues, "verdict-replies");
    this.#texts = deps.texts;
    this.#logger = deps.logger;
    this.#budget = new CallBudget(deps.clock);
    this.#reactions = new Reactions(deps.logger);
    this.#messages = new VerdictMessages(this.#reactions);
  }

  /** Says what a process that died still owed. */
  async recover(api: Api): Promise<void> {
    for (const { person, draftId, owed } of await this.#store.list()) {
      const waiting = this.#of(api, person, draftId);
      waiting.owed = owed;
      this.#schedule(waiting);
    }
  }

  /** An image was taken: its verdict follows. What is owed is on disk when this returns. */
  async taken(
    api: Api,
    person: Person,
    draftId: string,
    { image, message }: { image: DatasetImage; message: MediaMessage },
  ): Promise<void> {
    const { message_id: messageId } = message;
    const faults = await this.#service.review.faultsOf(person.actor, draftId, image.id);
    if (faults.length > 0) {
      const photo = { imageId: image.id, number: image.position, messageId };
      await this.owe(api, person, draftId, photo);
      return;
    }
    const waiting = this.#of(api, person, draftId);
    if (waiting.thumbs.length < MAX_THUMBS && this.#albums.isFirst(message)) {
      waiting.thumbs = [...waiting.thumbs, messageId];
    }
    this.#schedule(waiting);
  }

  /** Says the faults of a photo in its turn, and approves of it no more. What is owed is on disk when this returns. */
  async owe(api: Api, person: Person, draftId: string, photo: Owed): Promise<void> {
    const waiting = this.#of(api, person, draftId);
    waiting.thumbs = waiting.thumbs.filter((messageId) => messageId !== photo.messageId);
    if (!waiting.owed.some(({ imageId }) => imageId === photo.imageId)) {
      waiting.owed = [...waiting.owed, photo];
      await this.#store.write(waiting);
    }
    this.#schedule(waiting);
  }

  /** Says nothing more; what is owed is said after the next start. */
  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #of(api: Api, person: Person, draftId: string): Waiting {
    const known = this.#waiting.get(draftId);
    if (known !== undefined) return known;
    const waiting: Waiting = { api, person, draftId, owed: [], thumbs: [] };
    this.#waiting.set(draftId, waiting);
    return waiting;
  }

  #schedule(waiting: Waiting, pauseMs = 0): void {
    if (waiting.timer !== undefined || this.#waiting.get(waiting.draftId) !== waiting) return;
    if (waiting.owed.length === 0 && waiting.thumbs.length === 0) {
      this.#waiting.delete(waiting.draftId);
      return;
    }
    const wait = this.#budget.waitMs(chatOf(waiting.person.channel));
    waiting.timer = setTimeout(
      () => {
        this.#next(waiting).catch((error: unknown) => {
          this.#logger.error("verdicts stay unsaid", { training: waiting.draftId, error });
        });
      },
      Math.max(GATHER_MS, wait, pauseMs),
    );
  }

  async #next(waiting: Waiting): Promise<void> {
    const now = waiting.owed.length > MANY ? waiting.owed : waiting.owed.slice(0, 1);
    let pauseMs = 0;
    try {
      if (now.length > 0) await this.#reply(waiting, now);
      else await this.#thumb(waiting);
      await this.#settle(waiting, now);
    } catch (error) {
      pauseMs = (asTelegramAway(error)?.retryAfterSeconds ?? 0) * 1_000 || AWAY_MS;
      if (asTelegramAway(error) === undefined) await this.#giveUp(waiting, now, error);
    }
    waiting.timer = undefined;
    this.#schedule(waiting, pauseMs);
  }

  async #reply({ api, person, draftId }: Waiting, owed: readonly Owed[]): Promise<void> {
    const t = this.#texts.in(person.locale);
    const words = await putIntoWords({ person, draftId, owed }, this.#service, t);
    if (words === undefined) return;
    const chat = chatOf(person.channel);
    this.#budget.spend(chat);
    const [only, ...others] = owed;
    await this.#messages.tell(api, chat, words, others.length === 0 ? only : undefined);
  }

  async #thumb(waiting: Waiting): Promise<void> {
    const [messageId, ...rest] = waiting.thumbs;
    waiting.thumbs = rest;
    const chat = chatOf(waiting.person.channel);
    if (messageId === undefined || !this.#reactions.mayReact(chat)) return;
    this.#budget.spend(chat);
    await this.#reactions.approve(waiting.api, chat, messageId);
  }

  async #giveUp(waiting: Waiting, owed: readonly Owed[], error: unknown): Promise<void> {
    if (!isUnreachable(error) && !isDomainError(error, "not-found", "not-a-draft")) {
      this.#logger.warn("a verdict could not be told", { training: waiting.draftId, error });
    }
    await this.#settle(waiting, owed);
  }

  async #settle(waiting: Waiting, told: readonly Owed[]): Promise<void> {
    if (told.length === 0) return;
    waiting.owed = waiting.owed.filter((each) => !told.includes(each));
    await this.#store.write(waiting);
  }
}
