import { DomainError, isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { CaptionRuns } from "../training/caption-runs.js";
import type { TrainingEvent } from "../training/events.js";
import type { Library } from "../training/library.js";
import type { Actor, Training } from "../training/model.js";
import { ACTIVE_STATUSES, type Status } from "../training/state.js";
import { AdminLog, type AdminRequest } from "./admin-log.js";
import { BanList, type Ban } from "./ban-list.js";
import { requireAdmin } from "./require-admin.js";

/** As many trainings as a person can have in the queue, and more. */
const PAGE = 50;
/** What is begun while the rest is being stopped is found by the next look; nobody begins that much. */
const MAX_PAGES = 20;
const AT_WORK: readonly Status[] = ["QUEUED", ...ACTIVE_STATUSES];

/** Keeps people out whom an administrator does not want here. */
export class Banning {
  readonly #bans: BanList;
  readonly #log: AdminLog;
  readonly #trainings: TrainingRepository;
  readonly #library: Library;
  readonly #captionRuns: CaptionRuns;
  readonly #adminIds: readonly string[];

  /** @param deps.adminIds the ids of all administrators, who cannot be banned */
  constructor(deps: {
    keyValues: KeyValueStore;
    clock: Clock;
    logger: Logger;
    trainings: TrainingRepository;
    library: Library;
    captionRuns: CaptionRuns;
    adminIds: readonly string[];
  }) {
    this.#bans = new BanList(deps.keyValues, deps.clock);
    this.#log = new AdminLog(deps);
    this.#trainings = deps.trainings;
    this.#library = deps.library;
    this.#captionRuns = deps.captionRuns;
    this.#adminIds = deps.adminIds;
  }

  /** An administrator is not, also where they were banned before they became one. */
  async isBanned(personId: string): Promise<boolean> {
    return !this.#adminIds.includes(personId) && (await this.#bans.has(personId));
  }

  /**
   * Bans a person, known here or not, and stops all that waits or runs of theirs. What ran is paid as when they had
   * stopped it themselves. Banning again stops what an earlier call, cut off, left.
   *
   * @param reason for the log
   * @returns how many trainings were stopped
   * @throws DomainError `not-admin`, `ban-admin`
   */
  async ban(actor: Actor, personId: string, reason?: string, request?: AdminRequest): Promise<number> {
    requireAdmin(actor);
    if (this.#adminIds.includes(personId)) throw new DomainError("ban-admin");
    const act = { deed: "ban", person: personId, ...(reason !== undefined && { reason }) } as const;
    await this.#log.write(actor, act, request);
    await this.#bans.add(personId);
    return this.stopAll(personId);
  }

  /** Gives whether the person was banned. @throws DomainError `not-admin` */
  async unban(actor: Actor, personId: string, request?: AdminRequest): Promise<boolean> {
    requireAdmin(actor);
    const banned = await this.#bans.has(personId);
    await this.#log.write(actor, { deed: "unban", person: personId }, request);
    await this.#bans.remove(personId);
    return banned;
  }

  /** A hundred at most. @throws DomainError `not-admin` */
  async list(actor: Actor): Promise<Ban[]> {
    requireAdmin(actor);
    return this.#bans.list();
  }

  /**
   * For every event: a training that was on its way into the queue when its person was banned is stopped. Where a
   * process dies before that, {@link stopAll} finds it when the update that queued it comes again.
   */
  async onEvent({ type, training }: TrainingEvent): Promise<void> {
    if (type === "queued" && (await this.isBanned(training.ownerId))) await this.#stop(training);
  }

  /** Stops what waits or runs of a person, and the captions that are being written for them; gives how many trainings. */
  async stopAll(personId: string): Promise<number> {
    let stopped = 0;
    for (let pages = 1; pages <= MAX_PAGES; pages++) {
      const trainings = await this.#trainings.listByOwner(personId, { limit: PAGE, statuses: AT_WORK });
      if (trainings.length === 0) break;
      for (const training of trainings) if (await this.#stop(training)) stopped++;
    }
    const drafts = await this.#trainings.listByOwner(personId, { limit: PAGE, statuses: ["DRAFT"] });
    for (const { id } of drafts) await this.#captionRuns.drop(id);
    return stopped;
  }

  /** As its person would: they are told, and it is paid as far as it came. */
  async #stop({ id, ownerId }: Training): Promise<boolean> {
    try {
      await this.#library.cancel({ userId: ownerId, isAdmin: false }, id);
      return true;
    } catch (error) {
      if (isDomainError(error, "not-cancellable", "not-found")) return false;
      throw error;
    }
  }
}
