import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Logger } from "../../core/ports/logger.js";
import type { Backlog } from "../../core/training/backlog.js";
import type { TrainingEvent } from "../../core/training/events.js";
import type { SlotState } from "../../core/training/slot-usage.js";

/** From a demonstration on a CPU to a day on a GPU. */
const PHASE_BUCKETS_SECONDS = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
/** A tap is answered in milliseconds; a photo is downloaded; Telegram may be away for minutes. */
const UPDATE_BUCKETS_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600];
/** A scraper waits ten seconds by default. */
const BACKLOG_TIMEOUT_MS = 5_000;

/** What is asked at the moment of a scrape. */
export interface MetricSources {
  readonly backlog: () => Promise<Backlog>;
  readonly slots: () => readonly SlotState[];
  readonly logger: Logger;
}

/** What Darkroom tells of itself, in the text format of Prometheus. Labels hold codes and slots, never a person. */
export class PrometheusMetrics {
  readonly #registry = new Registry();
  readonly #sources: MetricSources;
  readonly #store: ReturnType<typeof storeMetrics>;
  readonly #slots: ReturnType<typeof slotMetrics>;
  readonly #ends: ReturnType<typeof endMetrics>;
  readonly #updates: Histogram<"outcome">;
  #reading: Promise<string> | undefined;

  constructor(sources: MetricSources) {
    this.#sources = sources;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#store = storeMetrics(registers);
    this.#slots = slotMetrics(registers);
    this.#ends = endMetrics(registers);
    this.#updates = new Histogram({
      name: "darkroom_update_duration_seconds",
      help: "From an update of Telegram being on disk to its end, by outcome: handled, failed or given-up.",
      labelNames: ["outcome"],
      buckets: UPDATE_BUCKETS_SECONDS,
      registers,
    });
  }

  /** The type of what {@link read} gives, with its version. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything as text; who asks at the same time shares one reading. */
  read(): Promise<string> {
    this.#reading ??= this.#readOnce().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** A listener for the core's events. */
  onEvent(event: TrainingEvent): void {
    if (event.type === "notice") {
      const { status, failure } = event.training;
      this.#ends.ended.inc({
        outcome: status,
        code: status === "FAILED" ? (failure?.code ?? "internal") : "",
      });
    } else if (event.type === "moved") {
      if (event.from === "QUEUED") this.#ends.wait.observe(event.seconds);
      // A phase that was broken off says nothing about how long it takes.
      else if (event.training.status !== "FAILED" && event.training.status !== "QUEUED")
        this.#ends.phases.observe({ phase: event.from }, event.seconds);
    }
  }

  /** An update was dealt with. @param seconds since it was on disk */
  onUpdate(outcome: string, seconds: number): void {
    this.#updates.observe({ outcome }, seconds);
  }

  async #readOnce(): Promise<string> {
    this.#setSlots();
    await this.#setBacklog();
    return this.#registry.metrics();
  }

  #setSlots(): void {
    const { busy, busySeconds } = this.#slots;
    // The total is kept by the core; a counter can only be raised, so it is begun anew with it.
    busySeconds.reset();
    for (const slot of this.#sources.slots()) {
      busy.set({ slot: slot.id }, slot.busy ? 1 : 0);
      busySeconds.inc({ slot: slot.id }, slot.busySeconds);
    }
  }

  /** When the database is away the rest is told all the same; old numbers would be taken for new ones. */
  async #setBacklog(): Promise<void> {
    const { trainings, oldestWait, owed, readable } = this.#store;
    trainings.reset();
    for (const gauge of [oldestWait, owed]) gauge.remove();
    try {
      const backlog = await withinTime(this.#sources.backlog());
      for (const [status, count] of backlog.counts) trainings.set({ status }, count);
      oldestWait.set(backlog.oldestWaitSeconds);
      owed.set(backlog.owedMessages);
      readable.set(1);
    } catch (error) {
      this.#sources.logger.warn("the queue could not be read for the metrics", { error });
      readable.set(0);
    }
  }
}

function storeMetrics(registers: Registry[]) {
  return {
    trainings: new Gauge({
      name: "darkroom_trainings",
      help: "Trainings in the database that wait or run, by status (active ones up to 200).",
      labelNames: ["status"],
      registers,
    }),
    oldestWait: new Gauge({
      name: "darkroom_queue_oldest_wait_seconds",
      help: "How long the first training of the queue has waited; 0 when the queue is empty.",
      registers,
    }),
    owed: new Gauge({
      name: "darkroom_outbox_owed",
      help: "Ended trainings whose message has not arrived yet (up to 200).",
      registers,
    }),
    readable: new Gauge({
      name: "darkroom_database_readable",
      help: "1 when the database answered this scrape; 0 when not, and what is read from it is left out.",
      registers,
    }),
  };
}

function slotMetrics(registers: Registry[]) {
  return {
    busy: new Gauge({
      name: "darkroom_slot_busy",
      help: "1 while the slot of this process runs a job, else 0; how many series there are is how many slots.",
      labelNames: ["slot"],
      registers,
    }),
    busySeconds: new Counter({
      name: "darkroom_slot_busy_seconds_total",
      help: "Seconds that the slot was busy with a job since this process started.",
      labelNames: ["slot"],
      registers,
    }),
  };
}

function endMetrics(registers: Registry[]) {
  return {
    ended: new Counter({
      name: "darkroom_trainings_ended_total",
      help: "Trainings that this process ended, by outcome; of those that failed, with the failure's code.",
      labelNames: ["outcome", "code"],
      registers,
    }),
    phases: new Histogram({
      name: "darkroom_phase_duration_seconds",
      help: "How long a phase took that came to its end: PREPARING, TRAINING, PUBLISHING.",
      labelNames: ["phase"],
      buckets: PHASE_BUCKETS_SECONDS,
      registers,
    }),
    wait: new Histogram({
      name: "darkroom_queue_wait_seconds",
      help: "How long a training waited from Start until a slot took it.",
      buckets: PHASE_BUCKETS_SECONDS,
      registers,
    }),
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${BACKLOG_TIMEOUT_MS} ms`));
    }, BACKLOG_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
