import { isDomainError } from "../errors.js";
import type { Logger } from "../ports/logger.js";
import type { Messenger } from "../ports/messenger.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Charging } from "./charging.js";
import type { TrainingEvents } from "./events.js";
import type { Notice, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** What was owed when the bot was down, or when the platform did not take it, is tried this often. */
const RETRY_MS = 15_000;
const BATCH = 50;
/** Rounds of {@link RETRY_MS} after which a training whose messages fail is tried again, at the latest. */
const MAX_PAUSE_ROUNDS = 40;

/** When a training whose messages fail is due again, counted in rounds. */
interface Postponed {
  readonly pause: number;
  readonly due: number;
}

/**
 * Delivers terminal messages at least once: they stand in the training's record from the same write as the
 * state they tell of, and leave it when the messenger says that they arrived. What the training owes in points is
 * settled by the same notice.
 */
export class Outbox {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #models: ModelRepository;
  readonly #charging: Pick<Charging, "settle">;
  readonly #messenger: Messenger;
  readonly #events: TrainingEvents;
  readonly #mayDeliver: () => boolean;
  readonly #logger: Logger;
  /** Failing ones wait longer and longer, so that they do not stand before the others; forgotten by a restart. */
  readonly #postponed = new Map<string, Postponed>();
  #rounds = 0;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;
  #round: Promise<void> = Promise.resolve();
  #again = false;
  #busy = false;
  #stopped = false;

  /** @param deps.mayDeliver asked before each message; where several processes could, one at a time may */
  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    models: ModelRepository;
    charging: Pick<Charging, "settle">;
    messenger: Messenger;
    events: TrainingEvents;
    mayDeliver?: () => boolean;
    logger: Logger;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#models = deps.models;
    this.#charging = deps.charging;
    this.#messenger = deps.messenger;
    this.#events = deps.events;
    this.#mayDeliver = deps.mayDeliver ?? (() => true);
    this.#logger = deps.logger;
  }

  /** Delivers what is owed, now and whenever a notice is written. */
  start(): void {
    this.#unsubscribe = this.#events.subscribe((event) => {
      if (event.type === "notice") this.#kick();
    });
    this.#timer = setInterval(() => {
      this.#rounds++;
      this.#kick();
    }, RETRY_MS);
    this.#kick();
  }

  /** Resolves when the delivery under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#unsubscribe();
    await this.#round;
  }

  #kick(): void {
    this.#again = true;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#round = this.#drain();
  }

  async #drain(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (await this.#deliverBatch()) this.#again = true;
      }
    } catch (error) {
      this.#logger.error("the outbox could not be read", { error });
    } finally {
      this.#busy = false;
    }
  }

  /** Gives whether more may be owed that can be delivered now. */
  async #deliverBatch(): Promise<boolean> {
    const limit = BATCH + this.#postponed.size;
    const owing = await this.#trainings.listWithNotices(limit);
    let delivered = 0;
    for (const training of owing) {
      if (this.#isOver()) return false;
      if ((this.#postponed.get(training.id)?.due ?? 0) > this.#rounds) continue;
      if (await this.#deliverAll(training)) delivered++;
    }
    const more = owing.length === limit;
    if (!more) this.#forgetAllBut(owing);
    return delivered > 0 && more;
  }

  async #deliverAll(training: Training): Promise<boolean> {
    try {
      // Before anything is said of it, also to somebody who can be told nothing any more.
      await this.#charging.settle(training);
      for (const notice of training.notices) {
        if (this.#isOver()) return false;
        await this.#deliver(training, notice);
      }
      this.#postponed.delete(training.id);
      return true;
    } catch (error) {
      this.#logger.warn("a message could not be delivered yet", { training: training.id, error });
      this.#postpone(training.id);
      return false;
    }
  }

  #isOver(): boolean {
    return this.#stopped || !this.#mayDeliver();
  }

  #postpone(trainingId: string): void {
    const pause = Math.min(MAX_PAUSE_ROUNDS, (this.#postponed.get(trainingId)?.pause ?? 0.5) * 2);
    this.#postponed.set(trainingId, { pause, due: this.#rounds + pause });
  }

  /** A training may be deleted while its message waits. */
  #forgetAllBut(owing: readonly Training[]): void {
    const owed = new Set(owing.map(({ id }) => id));
    for (const id of this.#postponed.keys()) if (!owed.has(id)) this.#postponed.delete(id);
  }

  async #deliver(training: Training, notice: Notice): Promise<void> {
    const model = training.modelId === undefined ? undefined : await this.#models.get(training.modelId);
    const result = await this.#messenger.deliver(training, notice, model);
    if (result === "undeliverable") {
      this.#logger.warn("a message will never arrive", { training: training.id, notice: notice.kind });
    }
    await this.#settle(training.id, notice);
  }

  /** The notice leaves the record; the person may have deleted all of it by now. */
  async #settle(trainingId: string, notice: Notice): Promise<void> {
    try {
      await this.#records.change(trainingId, (stored) => ({
        ...stored,
        notices: stored.notices.filter((other) => other.id !== notice.id),
      }));
    } catch (error) {
      if (!isDomainError(error, "not-found")) throw error;
    }
  }
}
