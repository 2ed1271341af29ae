import { setTimeout as sleep } from "node:timers/promises";
import { BotError, type Bot } from "grammy";
import type { Update } from "grammy/types";
import type { Logger } from "../../core/ports/logger.js";
import type { UpdateInbox } from "../../core/ports/update-inbox.js";
import { asTelegramAway } from "./api-errors.js";
import type { BotContext } from "./context.js";
import { markRepeat } from "./repeats.js";
import { Turns } from "./turns.js";

/** An update whose handling was begun this often and never ended takes the process down with it: it is given up. */
const MAX_ATTEMPTS = 3;
/** While Telegram is away an update waits, and those of its chat behind it; after some ten minutes it is given up. */
const PAUSES_SECONDS = [1, 2, 4, 8, ...Array.from({ length: 40 }, () => 15)];
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
  readonly #turns = new Turns();
  readonly #underWay = new Map<number, Promise<void>>();
  readonly #handled = new AbortController();
  #open = false;

  /** @param deps.giveUp tells the person that their message could not be dealt with */
  constructor(deps: {
    bot: Bot<BotContext>;
    inbox: UpdateInbox;
    logger: Logger;
    giveUp: (update: Update) => Promise<void>;
    onUpdate?: UpdateListener;
  }) {
    this.#bot = deps.bot;
    this.#inbox = deps.inbox;
    this.#logger = deps.logger;
    this.#giveUp = deps.giveUp;
    this.#onUpdate = deps.onUpdate ?? (() => undefined);
  }

  /** Begins to handle: first what an earlier life left, or what came before this. */
  async open(): Promise<void> {
    this.#open = true;
    for (const { body } of await this.#inbox.pending()) this.#handle(body as Update);
  }

  /** Resolves when the updates are on disk; handling them goes on behind. */
  async accept(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const fresh = new Set(
      await this.#inbox.append(updates.map((update) => ({ id: update.update_id, body: update }))),
    );
    if (!this.#open) return;
    for (const update of updates) if (fresh.has(update.update_id)) this.#handle(update);
  }

  /** Begins no more; resolves when all that was begun has ended, or after the deadline. Gives how many are left. */
  async settle(deadlineMs: number): Promise<number> {
    this.#handled.abort();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, deadlineMs)));
    await Promise.race([Promise.all(this.#underWay.values()), deadline]);
    clearTimeout(timer);
    return (await this.#inbox.pending()).length;
  }

  /** How many updates are being handled, or wait for their turn. */
  get underWay(): number {
    return this.#underWay.size;
  }

  #handle(update: Update): void {
    const id = update.update_id;
    if (this.#underWay.has(id)) return;
    const since = performance.now();
    const handling = this.#turns
      .run(laneOf(update), () => this.#handleOne(update, since))
      .catch((error: unknown) => {
        this.#logger.error("an update stays in the inbox", { update: id, error });
      })
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, handling);
  }

  async #handleOne(update: Update, since: number): Promise<void> {
    if (this.#handled.signal.aborted) return;
    // Counted when its turn has come, not before: those that only waited when a process died are not to blame.
    const attempts = await this.#inbox.begin(update.update_id);
    if (attempts > 1) markRepeat(update);
    let outcome: UpdateOutcome | undefined = "given-up";
    if (attempts > MAX_ATTEMPTS) {
      this.#logger.error("an update was given up", { update: update.update_id, attempts: attempts - 1 });
      await this.#giveUp(update);
    } else outcome = await this.#deal(update);
    if (outcome === undefined) return;
    await this.#inbox.done(update.update_id);
    this.#onUpdate(outcome, (performance.now() - since) / 1000);
  }

  /** Gives nothing when the process shuts down before Telegram is back: the update stays for the next start. */
  async #deal(update: Update): Promise<UpdateOutcome | undefined> {
    const { signal } = this.#handled;
    for (const pause of [...PAUSES_SECONDS, undefined]) {
      try {
        await this.#bot.handleUpdate(update);
        return "handled";
      } catch (error) {
        const away = asTelegramAway(error instanceof BotError ? error.error : error);
        if (away === undefined || pause === undefined) {
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
        await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return undefined;
      }
    }
    return undefined;
  }
}

function laneOf({ message, callback_query: tap }: Update): string {
  const chat = message?.chat ?? tap?.message?.chat;
  const from = message?.from ?? tap?.from;
  return `${chat?.id ?? ""}:${from?.id ?? ""}`;
}
