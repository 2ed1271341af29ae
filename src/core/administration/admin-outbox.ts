import { Backoff } from "../backoff.js";
import type { AdminNotifier } from "../ports/admin-notifier.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { AdminNotices, PendingNotice } from "./notices.js";

/** Workers in other processes raise notices too: they are seen this late. */
const POLL_MS = 5_000;
/** The second try of a message that failed; each further one waits twice as long. */
const FIRST_PAUSE_MS = 15_000;
const MAX_PAUSE_MS = 3_600_000;
/** What happened a week ago is no news. */
const EXPIRES_AFTER_MS = 7 * 24 * 3_600_000;

/** Delivers what the administrators are owed, at least once to each of them, in the process that has the chat. */
export class AdminOutbox {
  readonly #notices: AdminNotices;
  readonly #notifier: AdminNotifier;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** By notice and administrator. */
  readonly #backoff: Backoff;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: { notices: AdminNotices; notifier: AdminNotifier; clock: Clock; logger: Logger }) {
    this.#notices = deps.notices;
    this.#notifier = deps.notifier;
    this.#clock = deps.clock;
    this.#backoff = new Backoff(deps.clock, { first: FIRST_PAUSE_MS, longest: MAX_PAUSE_MS });
    this.#logger = deps.logger;
  }

  /** Delivers what is owed, now and every five seconds. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#begin();
    }, POLL_MS);
    this.#begin();
  }

  /** Resolves when the message under way was sent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  #begin(): void {
    this.#round ??= this.#deliverAll()
      .catch((error: unknown) => {
        this.#logger.error("the messages to administrators could not be read", { error });
      })
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #deliverAll(): Promise<void> {
    const pending = await this.#notices.pending();
    this.#forgetAllBut(pending);
    for (const each of pending) await this.#deliver(each);
  }

  async #deliver({ notice, delivered }: PendingNotice): Promise<void> {
    const reached = [...delivered];
    for (const adminId of this.#notifier.adminIds) {
      if (this.#stopped) return;
      if (reached.includes(adminId) || !this.#backoff.isDue(postponedKey(notice.id, adminId))) continue;
      if (!(await this.#tell(adminId, notice))) continue;
      reached.push(adminId);
      await this.#notices.write({ notice, delivered: reached });
    }
    const all = this.#notifier.adminIds.every((adminId) => reached.includes(adminId));
    const expired = this.#clock.now() - notice.createdAt > EXPIRES_AFTER_MS;
    if (!all && !expired) return;
    if (reached.length === 0) {
      this.#logger.warn("a message to administrators reached nobody", {
        kind: notice.kind,
        notice: notice.id,
      });
    }
    await this.#notices.settle(notice.id);
  }

  /** Gives whether it has arrived. */
  async #tell(adminId: string, notice: PendingNotice["notice"]): Promise<boolean> {
    const fields = { admin: adminId, kind: notice.kind };
    try {
      if ((await this.#notifier.notify(adminId, notice)) === "delivered") return true;
      this.#logger.warn(
        "an administrator cannot be written to: they have to begin a chat with the bot",
        fields,
      );
    } catch (error) {
      this.#logger.warn("a message to an administrator could not be delivered yet", { ...fields, error });
    }
    this.#backoff.postpone(postponedKey(notice.id, adminId));
    return false;
  }

  #forgetAllBut(pending: readonly PendingNotice[]): void {
    const owed = new Set(
      pending.flatMap(({ notice }) => this.#notifier.adminIds.map((id) => postponedKey(notice.id, id))),
    );
    this.#backoff.forgetAllBut(owed);
  }
}

function postponedKey(noticeId: string, adminId: string): string {
  return `${noticeId} ${adminId}`;
}
