import type { Clock } from "../ports/clock.js";
import type { Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { WorkerRecord, Workers } from "./workers.js";

const BEAT_MS = 15_000;

/** Writes every 15 s that this worker is there. */
export class Heartbeat {
  readonly #workers: Workers;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #self: Pick<WorkerRecord, "id" | "name" | "version">;
  #beating: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: {
    workers: Workers;
    clock: Clock;
    logger: Logger;
    self: Pick<WorkerRecord, "id" | "name" | "version">;
  }) {
    this.#workers = deps.workers;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#self = deps.self;
  }

  /** Resolves after the first beat; one that fails is logged and the next one comes all the same. */
  async start(slots: readonly Slot[]): Promise<void> {
    const startedAt = this.#clock.now();
    const shown = slots.map(({ id, kind, memoryGiB }) => ({
      id,
      kind,
      ...(memoryGiB !== undefined && { memoryGiB }),
    }));
    const beat = (): Promise<void> =>
      (this.#beating = this.#beating.then(() => this.#beat({ ...this.#self, slots: shown, startedAt })));
    this.#timer = setInterval(() => void beat(), BEAT_MS);
    this.#timer.unref();
    await beat();
  }

  /** Takes this worker off the list: it stops in order. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#beating;
    try {
      await this.#workers.remove(this.#self.id);
    } catch (error) {
      this.#logger.warn("could not take this worker off the list of workers", { error });
    }
  }

  async #beat(record: Omit<WorkerRecord, "at">): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#workers.write({ ...record, at: this.#clock.now() });
    } catch (error) {
      this.#logger.warn("could not write that this worker is there", { error });
    }
  }
}
