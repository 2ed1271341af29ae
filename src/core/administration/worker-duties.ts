import type { Clock } from "../ports/clock.js";
import type { Slot } from "../ports/job-runtime.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { TrainingEvents } from "../training/events.js";
import { ClaimGate } from "./claim-gate.js";
import { Heartbeat } from "./heartbeat.js";
import { AdminNotices } from "./notices.js";
import { Pauses } from "./pauses.js";
import { forgetStreaks, Streaks } from "./streaks.js";
import { Workers, type WorkerRecord } from "./workers.js";

export interface WorkerDutiesDependencies {
  readonly keyValues: KeyValueStore;
  readonly trainings: TrainingRepository;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly self: Pick<WorkerRecord, "id" | "name" | "version">;
}

/** What a process with slots owes to the administrators: it is seen, it heeds a pause, it tells of slots that fail. */
export class WorkerDuties {
  readonly #deps: WorkerDutiesDependencies;
  readonly #workers: Workers;
  readonly #pauses: Pauses;
  readonly #heartbeat: Heartbeat;
  readonly #gate: ClaimGate;
  readonly #streaks: Streaks;

  constructor(deps: WorkerDutiesDependencies) {
    const notices = new AdminNotices(deps.keyValues);
    this.#deps = deps;
    this.#workers = new Workers(deps.keyValues);
    this.#pauses = new Pauses(deps.keyValues, deps.clock);
    this.#heartbeat = new Heartbeat({ ...deps, workers: this.#workers });
    this.#gate = new ClaimGate({ ...deps, pauses: this.#pauses, notices });
    this.#streaks = new Streaks({ ...deps, notices });
  }

  /** For the scheduler: whether it may take a new training. @throws DomainError `storage-failed` */
  readonly mayClaim = (): Promise<boolean> => this.#gate.mayClaim();

  /** Before the scheduler starts. */
  async start(slots: readonly Slot[]): Promise<void> {
    this.#streaks.start(this.#deps.events, slots);
    await this.#heartbeat.start(slots);
    try {
      await this.#forgetLostWorkers();
    } catch (error) {
      this.#deps.logger.warn("could not forget workers that are gone", { error });
    }
  }

  /** After the scheduler stopped, before the database closes. */
  async stop(): Promise<void> {
    await this.#streaks.stop();
    await this.#gate.close();
    await this.#heartbeat.stop();
  }

  async #forgetLostWorkers(): Promise<void> {
    const { keyValues, clock, logger } = this.#deps;
    for (const workerId of await this.#workers.removeForgotten(clock.now())) {
      await this.#pauses.endDrain(workerId);
      await forgetStreaks(keyValues, workerId);
      logger.info("forgot a worker that has been gone for a week", { worker: workerId });
    }
  }
}
