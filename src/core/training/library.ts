import { DomainError, isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { ListOptions, TrainingRepository } from "../ports/training-repository.js";
import { withDue } from "./charge.js";
import type { Erasure } from "./erasure.js";
import type { TrainingEvents } from "./events.js";
import type { Place } from "./forecast.js";
import type { Actor, Notice, TrainedModel, Training } from "./model.js";
import type { Names } from "./names.js";
import type { Outlook } from "./outlook.js";
import type { Receipt } from "./receipt.js";
import type { TrainingRecords } from "./records.js";
import { withoutSamples } from "./samples.js";
import { isActive, move } from "./state.js";

export interface TrainingDetail {
  readonly training: Training;
  readonly images: number;
  /** Where it stands in the queue, and when it will start and end, while it waits for a slot that takes it. */
  readonly place: Place | undefined;
  readonly model: TrainedModel | undefined;
  /** When this was read. */
  readonly asOf: number;
}

/** A person's own trainings: list, look, stop, delete, and delete everything. */
export class Library {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #models: ModelRepository;
  readonly #names: Names;
  readonly #erasure: Erasure;
  readonly #outlook: Outlook;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    datasets: DatasetRepository;
    models: ModelRepository;
    names: Names;
    erasure: Erasure;
    outlook: Outlook;
    events: TrainingEvents;
    clock: Clock;
    ids: Ids;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#models = deps.models;
    this.#names = deps.names;
    this.#erasure = deps.erasure;
    this.#outlook = deps.outlook;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
  }

  /** The actor's trainings, newest first; of some states alone where they are named. */
  async list(actor: Actor, options: ListOptions): Promise<Training[]> {
    return this.#trainings.listByOwner(actor.userId, options);
  }

  async count(actor: Actor, { statuses }: Pick<ListOptions, "statuses"> = {}): Promise<number> {
    return this.#trainings.countByOwner(actor.userId, statuses);
  }

  async detail(actor: Actor, trainingId: string): Promise<TrainingDetail> {
    const training = await this.#records.owned(actor, trainingId);
    const images = training.imageIds?.length ?? (await this.#datasets.count(trainingId));
    const place = training.status === "QUEUED" ? await this.#placeOf(training) : undefined;
    const model = training.modelId === undefined ? undefined : await this.#models.get(training.modelId);
    return { training, images, place, model, asOf: this.#clock.now() };
  }

  async #placeOf(training: Training): Promise<Place | undefined> {
    return (await this.#outlook.view(training)).places.get(training.id);
  }

  /**
   * Gives a training another name, and the model that it left behind with the names of its files.
   *
   * @throws DomainError `name-empty`, `name-too-long`, `name-taken` with one that is free, `conflict` while a
   *   worker has it
   */
  async rename(actor: Actor, trainingId: string, raw: string): Promise<Training> {
    return this.#names.rename(actor, trainingId, raw);
  }

  /** Stops a training that waits or runs. @throws DomainError `not-cancellable` when it has ended or never began */
  async cancel(actor: Actor, trainingId: string): Promise<Training> {
    await this.#records.owned(actor, trainingId, "training-stopped");
    const notice: Notice = { id: this.#ids.next(), kind: "cancelled", createdAt: this.#clock.now() };
    return this.#stop(trainingId, (training) => [...training.notices, notice]);
  }

  async #stop(trainingId: string, notices: (training: Training) => readonly Notice[]): Promise<Training> {
    const endedAt = this.#clock.now();
    const worker = { holds: false };
    const cancelled = await this.#records.change(trainingId, (training) => {
      if (training.status !== "QUEUED" && !isActive(training.status)) {
        throw new DomainError("not-cancellable", { status: training.status });
      }
      worker.holds = isActive(training.status) && (training.job?.leaseUntil ?? 0) > endedAt;
      const cancelled = withoutSamples(move(training, "CANCELLED", endedAt));
      return withDue(training, { ...cancelled, endedAt, notices: notices(training) });
    });
    // A worker that has it in its hands takes back what it published; else nobody does.
    if (!worker.holds) await this.#erasure.eraseSamples(trainingId);
    this.#events.publish({ type: "notice", training: cancelled });
    return cancelled;
  }

  /**
   * Deletes a draft or an ended training with its images. Its model stays, but is shared with nobody any more.
   *
   * @throws DomainError `conflict` while it runs
   */
  async delete(actor: Actor, trainingId: string): Promise<void> {
    await this.#records.owned(actor, trainingId, "training-deleted");
    await this.#erasure.erase(trainingId);
  }

  /** Stops and deletes everything of the actor: trainings, images, models, and what is known of them. */
  async deleteEverything(actor: Actor): Promise<Receipt> {
    return this.#erasure.eraseEverything(actor.userId, (trainingId) => this.#end(trainingId));
  }

  /** Stops what runs. The person asked for all of it to go: no message about each part follows. */
  async #end(trainingId: string): Promise<void> {
    try {
      await this.#stop(trainingId, () => []);
    } catch (error) {
      if (!isDomainError(error, "not-cancellable", "not-found")) throw error;
    }
  }
}
