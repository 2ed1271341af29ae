import type { Clock } from "../../core/ports/clock.js";
import type { Logger } from "../../core/ports/logger.js";
import type { TrainingEvent } from "../../core/training/events.js";
import type { Outlook } from "../../core/training/outlook.js";
import { waitOf } from "./card-text.js";
import type { ProgressCards } from "./progress-card.js";

/** No card is edited more often, whatever happens in the queue. */
const REFRESH_EVERY_MS = 30_000;
/** Without an event: time goes by, and other processes' slots work too. */
const REFRESH_IDLY_MS = 60_000;
/** Telegram takes 30 messages and edits a second, of the whole bot. What is left has its turn the next time. */
const EDITS_AT_ONCE = 20;

/** Keeps the cards of those who wait true: who goes first, and when theirs will start. */
export class QueueCards {
  readonly #outlook: Outlook;
  readonly #cards: ProgressCards;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #refreshedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #closed = false;

  constructor(deps: { outlook: Outlook; cards: ProgressCards; clock: Clock; logger: Logger }) {
    this.#outlook = deps.outlook;
    this.#cards = deps.cards;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** From now on, and first for those who waited already. May be closed and opened again. */
  open(): void {
    this.#closed = false;
    this.#dueAt = Infinity;
    this.#schedule(0);
  }

  /** The order may have changed: one came, one began, one ended. */
  onEvent({ type }: TrainingEvent): void {
    if (type === "queued" || type === "moved" || type === "notice") this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(afterMs: number): void {
    const now = this.#clock.now();
    const at = Math.max(now + afterMs, this.#refreshedAt + REFRESH_EVERY_MS);
    if (this.#closed || at >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => void this.#refresh(), Math.max(0, at - now));
    this.#timer.unref();
  }

  async #refresh(): Promise<void> {
    this.#refreshedAt = this.#clock.now();
    this.#dueAt = Infinity;
    try {
      if (await this.#show()) this.#schedule(REFRESH_IDLY_MS);
    } catch (error) {
      this.#logger.warn("the cards of those who wait could not be refreshed", { error });
      this.#schedule(REFRESH_IDLY_MS);
    }
  }

  /** Gives whether anybody waits. */
  async #show(): Promise<boolean> {
    const { asOf, places, waiting } = await this.#outlook.view();
    let edits = 0;
    for (const training of waiting) {
      const place = places.get(training.id);
      if (place === undefined || edits === EDITS_AT_ONCE || this.#closed) continue;
      if (await this.#cards.showWait(training, waitOf(place, asOf))) edits += 1;
    }
    return waiting.length > 0;
  }
}
