import type { Logger } from "../ports/logger.js";
import type { Messenger } from "../ports/messenger.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { TrainingEvents } from "./events.js";
import type { Notice, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** What was owed when the bot was down, or when the platform did not take it, is tried this often. */
const RETRY_MS = 15_000;
const BATCH = 50;

/**
 * Delivers terminal messages at least once: they stand in the training's record from the same write as the
 * state they tell of, and leave it when the messenger says that they arrived.
 */
export class Outbox {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #models: ModelRepository;
  readonly #messenger: Messenger;
  readonly #events: TrainingEvents;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;
  #round: Promise<void> = Promise.resolve();
  #again = false;
  #busy = false;
  #stopped = false;

  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    models: ModelRepository;
    messenger: Messenger;
    events: TrainingEvents;
    logger: Logger;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#models = deps.models;
    this.#messenger = deps.messenger;
    this.#events = deps.events;
    this.#logger = deps.logger;
  }

  /** Delivers what is owed, now and whenever a notice is written. */
  start(): void {
    this.#unsubscribe = this.#events.subscribe((event) => {
      if (event.type === "notice") this.#kick();
    });
    this.#timer = setInterval(() => this.#kick(), RETRY_MS);
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
        for (const training of await this.#trainings.listWithNotices(BATCH)) await this.#deliverAll(training);
      }
    } catch (error) {
      this.#logger.error("the outbox could not be read", { error });
    } finally {
      this.#busy = false;
    }
  }

  async #deliverAll(training: Training): Promise<void> {
    for (const notice of training.notices) {
      try {
        await this.#deliver(training, notice);
      } catch (error) {
        this.#logger.warn("a message could not be delivered yet", { training: training.id, error });
        return;
      }
    }
  }

  async #deliver(training: Training, notice: Notice): Promise<void> {
    const model = training.modelId === undefined ? undefined : await this.#models.get(training.modelId);
    const result = await this.#messenger.deliver(training, notice, model);
    if (result === "undeliverable") {
      this.#logger.warn("a message will never arrive", { training: training.id, notice: notice.kind });
    }
    await this.#records.change(training.id, (stored) => ({
      ...stored,
      notices: stored.notices.filter((other) => other.id !== notice.id),
    }));
  }
}
