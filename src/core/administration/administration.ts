import { DomainError, type ErrorCode } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { UserRepository } from "../ports/user-repository.js";
import { readBacklog } from "../training/backlog.js";
import { isWorthResuming } from "../training/keeping.js";
import type { Actor } from "../training/model.js";
import { ACTIVE_STATUSES } from "../training/state.js";
import { AdminLog, type AdminLogEntry } from "./admin-log.js";
import { workerOverview, type Overview } from "./overview.js";
import { Pauses } from "./pauses.js";
import { requireAdmin } from "./require-admin.js";
import { readStreaks } from "./streaks.js";
import { Workers } from "./workers.js";

/** There are as many active trainings as slots of all workers. */
const MAX_ACTIVE = 500;
const MAX_FAILURES = 50;

export interface FailedTraining {
  readonly id: string;
  readonly name: string | undefined;
  readonly ownerName: string | undefined;
  readonly recipeId: string | undefined;
  readonly code: ErrorCode;
  readonly at: number;
  /** Whether another run may end better: neither its photos nor its settings were to blame. */
  readonly resumable: boolean;
}

/** What an administrator sees and does. Every use case refuses other people with DomainError `not-admin`. */
export class Administration {
  readonly #trainings: TrainingRepository;
  readonly #users: UserRepository;
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;
  readonly #log: AdminLog;
  readonly #workers: Workers;
  readonly #pauses: Pauses;

  constructor(deps: {
    trainings: TrainingRepository;
    users: UserRepository;
    keyValues: KeyValueStore;
    clock: Clock;
    logger: Logger;
  }) {
    this.#trainings = deps.trainings;
    this.#users = deps.users;
    this.#keyValues = deps.keyValues;
    this.#clock = deps.clock;
    this.#log = new AdminLog(deps);
    this.#workers = new Workers(deps.keyValues);
    this.#pauses = new Pauses(deps.keyValues, deps.clock);
  }

  /** Every worker with its slots, the queue, and what is paused. */
  async overview(actor: Actor): Promise<Overview> {
    requireAdmin(actor);
    const at = this.#clock.now();
    const [workers, pauses, streaks, active, backlog] = await Promise.all([
      this.#workers.list(at),
      this.#pauses.state(),
      readStreaks(this.#keyValues),
      this.#trainings.listByStatus(ACTIVE_STATUSES, MAX_ACTIVE),
      readBacklog(this.#trainings, at),
    ]);
    return {
      at,
      paused: pauses.all,
      queued: backlog.counts.get("QUEUED") ?? 0,
      oldestWaitSeconds: backlog.oldestWaitSeconds,
      owedMessages: backlog.owedMessages,
      workers: workers.map((worker) => workerOverview(worker, active, streaks, pauses.draining)),
    };
  }

  /** Trainings that failed, the newest first. @param limit 50 at most */
  async failures(actor: Actor, limit: number): Promise<FailedTraining[]> {
    requireAdmin(actor);
    const failed = await this.#trainings.recentlyEnded(["FAILED"], Math.min(limit, MAX_FAILURES));
    const owners = new Map<string, string | undefined>();
    for (const ownerId of new Set(failed.map((training) => training.ownerId))) {
      owners.set(ownerId, (await this.#users.get(ownerId))?.name);
    }
    return failed.map((training) => ({
      id: training.id,
      name: training.name,
      ownerName: owners.get(training.ownerId),
      recipeId: training.recipeId,
      code: training.failure?.code ?? "internal",
      resumable: isWorthResuming(training),
      at: training.failure?.at ?? training.endedAt ?? training.updatedAt,
    }));
  }

  /** What administrators did, the newest first. @param limit 500 at most */
  async log(actor: Actor, limit: number): Promise<AdminLogEntry[]> {
    requireAdmin(actor);
    return this.#log.newest(limit);
  }

  /** Whether new trainings are paused: those who wait may know. */
  async isPaused(): Promise<boolean> {
    return this.#pauses.isPaused();
  }

  /** No worker takes a new training from now on; the queue takes them all the same, and what runs goes on. */
  async pause(actor: Actor): Promise<void> {
    requireAdmin(actor);
    await this.#log.write(actor, { deed: "pause" });
    await this.#pauses.pauseAll();
  }

  /** Workers look again within two seconds. */
  async resume(actor: Actor): Promise<void> {
    requireAdmin(actor);
    await this.#log.write(actor, { deed: "resume" });
    await this.#pauses.resumeAll();
  }

  /**
   * The worker takes nothing more; when its last job has ended the administrators get a message.
   *
   * @throws DomainError `not-found` for a worker that is not there
   */
  async drain(actor: Actor, workerId: string): Promise<void> {
    await this.#requireWorker(actor, workerId);
    await this.#log.write(actor, { deed: "drain", thing: workerId });
    await this.#pauses.drain(workerId);
  }

  /** The worker takes trainings again. @throws DomainError `not-found` for a worker that is not there */
  async endDrain(actor: Actor, workerId: string): Promise<void> {
    await this.#requireWorker(actor, workerId);
    await this.#log.write(actor, { deed: "undrain", thing: workerId });
    await this.#pauses.endDrain(workerId);
  }

  async #requireWorker(actor: Actor, workerId: string): Promise<void> {
    requireAdmin(actor);
    const workers = await this.#workers.list(this.#clock.now());
    if (!workers.some(({ id }) => id === workerId)) throw new DomainError("not-found");
  }
}
