import { randomBytes } from "node:crypto";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { Actor } from "../training/model.js";

const NAMESPACE = "admin-log";
/** The most that is read at once: the oldest of it is hundreds of acts ago. */
const MAX_READ = 500;
/** Whoever looks through a draft opens it with every tap: of those, one line in so long. */
const SAME_LOOK_MS = 10 * 60_000;
const MAX_LOOKS = 1_000;

export const ADMIN_DEEDS = [
  "pause",
  "resume",
  "drain",
  "undrain",
  "training-opened",
  "training-changed",
  "training-started",
  "training-stopped",
  "training-resumed",
  "training-deleted",
  "model-opened",
  "model-changed",
  "ban",
  "unban",
  "gift-made",
  "grant",
  "refund",
  "charge-return",
  "books-checked",
] as const;
export type AdminDeed = (typeof ADMIN_DEEDS)[number];

/** What an administrator is about to do. */
export interface AdminAct {
  readonly deed: AdminDeed;
  /** Whom it is about; their id and nothing else, since they may be forgotten. */
  readonly person?: string;
  /** The id of the training, model, worker or gift code that it is about. */
  readonly thing?: string;
  readonly points?: number;
  /** Why, in the administrator's words. */
  readonly reason?: string;
}

export interface AdminLogEntry extends AdminAct {
  readonly admin: string;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
}

/** An act that is told from its repetition: where it was asked for, and when. */
export interface AdminRequest {
  readonly id: string;
  readonly at: number;
}

/**
 * What administrators did, append-only. The line is written before the act: an act that nobody wrote down is not
 * possible, and a process that dies in between leaves a line of an act that was asked for and not done. So a line
 * says what was asked for; what became of it stands where the act has its effect.
 */
export class AdminLog {
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** When somebody looked at something; what is forgotten by a restart is written down once more. */
  readonly #looks = new Map<string, number>();

  constructor(deps: { keyValues: KeyValueStore; clock: Clock; logger: Logger }) {
    this.#keyValues = deps.keyValues;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /**
   * Resolves when the line is on disk.
   *
   * @param request of an act that counts once however often it is asked for: it then has one line
   * @throws DomainError `storage-failed`; the act is then not to be done
   */
  async write({ userId }: Actor, act: AdminAct, request?: AdminRequest): Promise<void> {
    const at = request?.at ?? this.#clock.now();
    const entry: AdminLogEntry = { ...act, admin: userId, at };
    const key = keyOf(at, request?.id ?? randomBytes(8).toString("hex"));
    if (!(await this.#keyValues.compareAndSet(NAMESPACE, key, undefined, entry))) return;
    const { deed, ...about } = act;
    this.#logger.info("an administrator acts", { admin: userId, deed, ...about });
  }

  /** As {@link write}, once in ten minutes for the same administrator, deed and thing. */
  async writeLook(actor: Actor, act: AdminAct): Promise<void> {
    const now = this.#clock.now();
    const look = `${actor.userId} ${act.deed} ${act.thing ?? ""}`;
    if (now - (this.#looks.get(look) ?? -Infinity) < SAME_LOOK_MS) return;
    await this.write(actor, act);
    if (this.#looks.size >= MAX_LOOKS) this.#looks.clear();
    this.#looks.set(look, now);
  }

  /** The newest first. @param limit 500 at most */
  async newest(limit: number): Promise<AdminLogEntry[]> {
    const entries = await this.#keyValues.list(NAMESPACE, Math.min(limit, MAX_READ));
    return entries.map(({ value }) => value as AdminLogEntry);
  }
}

/** Keys are read in ascending order: the later an act, the lower its number. */
function keyOf(at: number, id: string): string {
  const place = String(Number.MAX_SAFE_INTEGER - at).padStart(16, "0");
  return `${place}/${id}`;
}
