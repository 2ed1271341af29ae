import { z } from "zod";
import type { Clock } from "../ports/clock.js";
import type { Slot } from "../ports/job-runtime.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import { MAX_WORKERS, WORKERS_NAMESPACE } from "../administration/workers.js";

const LOOK_MS = 5_000;
/** A worker that wrote nothing for so long is not counted on. */
const SILENT_AFTER_MS = 60_000;
/** While every worker is away (a host restarts), what was there last is offered for so long. */
const REMEMBERED_MS = 15 * 60_000;

const workerSchema = z.object({
  slots: z.array(
    z.object({ id: z.string(), kind: z.enum(["gpu", "cpu"]), memoryGiB: z.number().optional() }),
  ),
  at: z.number(),
});

export interface WorkerSlots {
  readonly workerId: string;
  readonly slots: readonly Slot[];
}

/** The slots of this process, and of the workers in other processes that are alive. */
export class KnownSlots {
  readonly #keyValues: KeyValueStore;
  readonly #own: readonly Slot[];
  readonly #ownWorkerId: string | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #others: readonly WorkerSlots[] = [];
  #seenAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();

  constructor(deps: {
    keyValues: KeyValueStore;
    own: readonly Slot[];
    /** None in a process that runs no jobs. */
    ownWorkerId: string | undefined;
    clock: Clock;
    logger: Logger;
  }) {
    this.#keyValues = deps.keyValues;
    this.#own = deps.own;
    this.#ownWorkerId = deps.ownWorkerId;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** As they were known at the last look. */
  all(): readonly Slot[] {
    return this.byWorker().flatMap(({ slots }) => slots);
  }

  /** As they are: where none was known at the last look, one may have begun since. */
  async current(): Promise<readonly Slot[]> {
    if (this.byWorker().length === 0) await this.look();
    return this.all();
  }

  /** The same, worker by worker: two of them may both have a "gpu-0". */
  byWorker(): readonly WorkerSlots[] {
    const own = this.#ownWorkerId === undefined ? [] : [{ workerId: this.#ownWorkerId, slots: this.#own }];
    return [...own, ...this.#others];
  }

  /** Looks now, before it resolves, and then every five seconds. */
  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => {
      this.#look = this.look();
    }, LOOK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look;
  }

  async look(): Promise<void> {
    try {
      const entries = await this.#keyValues.list(WORKERS_NAMESPACE, MAX_WORKERS);
      const others = entries.flatMap(({ key, value }) => this.#slotsOf(key, value));
      const now = this.#clock.now();
      const forgotten = this.#own.length > 0 || now - this.#seenAt > REMEMBERED_MS;
      if (others.length === 0 && !forgotten) return;
      this.#others = others;
      if (others.length > 0) this.#seenAt = now;
    } catch (error) {
      this.#logger.warn("could not see which workers there are", { error });
    }
  }

  #slotsOf(workerId: string, record: unknown): WorkerSlots[] {
    const { data: worker } = workerSchema.safeParse(record);
    if (worker === undefined || workerId === this.#ownWorkerId) return [];
    if (this.#clock.now() - worker.at > SILENT_AFTER_MS) return [];
    const slots = worker.slots.map(({ id, kind, memoryGiB }) => ({
      id,
      kind,
      ...(memoryGiB !== undefined && { memoryGiB }),
    }));
    return [{ workerId, slots }];
  }
}
