import { setTimeout as sleep } from "node:timers/promises";
import { BotError, type Bot } from "grammy";
import type { Update } from "grammy/types";
import { isDomainError } from "../../core/errors.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UpdateInbox } from "../../core/ports/update-inbox.js";
import { allWithin } from "./deadline.js";
import { asTelegramAway } from "./api-errors.js";
import type { BotContext } from "./context.js";
import { isAboutMoney, laneOf } from "./lanes.js";
import { markRepeat } from "./repeats.js";
import { Turns } from "./turns.js";

/** An update whose handling was begun this often and never ended takes the process down with it: it is given up. */
const MAX_ATTEMPTS = 3;
/** While Telegram is away an update waits, and those of its chat behind it; after some ten minutes it is given up. */
const PAUSES_SECONDS = [1, 2, 4, 8, ...Array.from({ length: 40 }, () => 15)];
/** What others took in, and what met a database that was away, is found in the inbox this late. */
const COLLECT_MS = 15_000;
/** By a webhook any of several processes takes updates in, and the one that handles them must not be late. */
const COLLECT_FROM_OTHERS_MS = 1_000;
/** Telegram asks for longer only where something is badly wrong. */
const MAX_PAUSE_SECONDS = 300;

type UpdateOutcome = "handled" | "failed" | "given-up";
/** Hears how an update ended, and how many seconds after this process had it on disk. */
export type UpdateListener = (outcome: UpdateOutcome, seconds: number) => void;

/**
 * Takes updates from Telegram into the inbox, and from there to the bot. Telegram is told that an update has
 * arrived once it is on disk, and it leaves the inbox when it was handled: a crash in between loses nothing.
 * Many people are served at once; the updates of one person in one chat come one after the other. Without that
 * an album of five photos gives a conversation one.
 */
export class Updates {
  readonly #bot: Bot<BotContext>;
  readonly #inbox: UpdateInbox;
  readonly #logger: Logger;
  readonly #giveUp: (update: Update) => Promise<void>;
  readonly #onUpdate: UpdateListener;
  readonly #mayHandle: () => boolean;
  readonly #othersTakeIn: boolean;
  readonly #turns = new Turns();
  readonly #underWay = new Map<number, Promise<void>>();
  #over = new AbortController();
  #open = false;
  #collector: NodeJS.Timeout | undefined;
  #collecting: Promise<void> | undefined;
  #collectAgain = false;

  /**
   * @param deps.giveUp tells the person that their message could not be dealt with
   * @param deps.mayHandle asked before each update; where several processes could, one at a time may
   * @param deps.othersTakeIn whether other processes put updates into this inbox too
   */
  constructor(deps: {
    bot: Bot<BotContext>;
    inbox: UpdateInbox;
    logger: Logger;
    giveUp: (update: Update) => Promise<void>;
    onUpdate?: UpdateListener;
    mayHandle?: () => boolean;
    othersTakeIn?: boolean;
  }) {
    this.#bot = deps.bot;
    this.#inbox = deps.inbox;
    this.#logger = deps.logger;
    this.#giveUp = deps.giveUp;
    this.#onUpdate = deps.onUpdate ?? (() => undefined);
    this.#mayHandle = deps.mayHandle ?? (() => true);
    this.#othersTakeIn = deps.othersTakeIn ?? false;
  }

  /** Begins to handle: first what an earlier life left, or what came before this. May follow a {@link settle}. */
  async open(): Promise<void> {
    this.#over = new AbortController();
    this.#open = true;
    await this.#collect();
    const every = this.#othersTakeIn ? COLLECT_FROM_OTHERS_MS : COLLECT_MS;
    this.#collector = setInterval(() => void this.#collectIfPossible(), every);
    this.#collector.unref();
  }

  /** Resolves when the updates are on disk; handling them goes on behind. */
  async accept(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const fresh = new Set(
      await this.#inbox.append(updates.map((update) => ({ id: update.update_id, body: update }))),
    );
    if (!this.#open) return;
    // An earlier update of the same chat may have come by another process: then the inbox has the order.
    if (this.#othersTakeIn || fresh.size < updates.length) await this.#collectIfPossible();
    else for (const update of updates) this.#handle(update);
  }

  /** Begins no more; resolves when all that was begun has ended, or after the deadline. Gives how many are left. */
  async settle(deadlineMs: number): Promise<number> {
    this.#open = false;
    clearInterval(this.#collector);
    this.#over.abort();
    await allWithin(deadlineMs, this.#underWay.values());
    return (await this.#inbox.pending()).length;
  }

  /** How many updates are being handled, or wait for their turn. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Handles all that waits in the inbox, in its order. */
  async #collect(): Promise<void> {
    this.#collectAgain = true;
    this.#collecting ??= this.#collectAll().finally(() => (this.#collecting = undefined));
    await this.#collecting;
  }

  /** They are on disk: what cannot be read now is collected a little later. */
  async #collectIfPossible(): Promise<void> {
    try {
      await this.#collect();
    } catch (error) {
      this.#logger.warn("the inbox could not be read", { error });
    }
  }

  async #collectAll(): Promise<void> {
    while (this.#collectAgain) {
      this.#collectAgain = false;
      for (const { body } of await this.#inbox.pending()) this.#handle(body as Update);
    }
  }

  #handle(update: Update): void {
    const id = update.update_id;
    if (this.#underWay.has(id) || !this.#open) return;
    const { signal } = this.#over;
    const since = performance.now();
    const handling = this.#turns
      .run(laneOf(update), () => this.#handleOne(update, since, signal))
      .catch((error: unknown) => {
        this.#logger.error("an update stays in the inbox", { update: id, error });
      })
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, handling);
  }

  async #handleOne(update: Update, since: number, over: AbortSignal): Promise<void> {
    if (over.aborted || !this.#mayHandle()) return;
    const attempts = await this.#begin(update.update_id);
    if (attempts === undefined) return;
    if (attempts > 1) markRepeat(update);
    let outcome: UpdateOutcome | undefined = "given-up";
    if (attempts > MAX_ATTEMPTS && !isAboutMoney(update)) {
      this.#logger.error("an update was given up", { update: update.update_id, attempts: attempts - 1 });
      await this.#giveUp(update);
    } else outcome = await this.#deal(update, over);
    if (outcome === undefined) return;
    await this.#inbox.done(update.update_id);
    this.#onUpdate(outcome, (performance.now() - since) / 1000);
  }

  /**
   * Counted when its turn has come, not before: those that only waited when a process died are not to blame.
   * Gives nothing when it was handled meanwhile.
   */
  async #begin(id: number): Promise<number | undefined> {
    try {
      return await this.#inbox.begin(id);
    } catch (error) {
      if (isDomainError(error, "not-found")) return undefined;
      throw error;
    }
  }

  /** Gives nothing when this process is to handle no more before it is done: the update stays in the inbox. */
  async #deal(update: Update, over: AbortSignal): Promise<UpdateOutcome | undefined> {
    for (const pause of [...PAUSES_SECONDS, undefined]) {
      try {
        await this.#bot.handleUpdate(update);
        return "handled";
      } catch (error) {
        if (!this.#mayHandle()) return undefined;
        const cause: unknown = error instanceof BotError ? error.error : error;
        const away = asTelegramAway(cause);
        if (away === undefined || pause === undefined) {
          if (isAboutMoney(update)) throw away ?? cause;
          await this.#bot.errorHandler(error as BotError<BotContext>);
          return "failed";
        }
        const seconds = Math.min(away.retryAfterSeconds ?? pause, MAX_PAUSE_SECONDS);
        this.#logger.warn("Telegram is away; an update waits", {
          update: update.update_id,
          seconds,
          error: away,
        });
        markRepeat(update);
        await sleep(seconds * 1000, undefined, { signal: over }).catch(() => undefined);
        if (over.aborted || !this.#mayHandle()) return undefined;
      }
    }
    return undefined;
  }
}
