import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { UserRepository } from "../ports/user-repository.js";
import type { TrainingEvents } from "./events.js";
import type { Place } from "./forecast.js";
import type { Actor, Notice, TrainedModel, Training } from "./model.js";
import type { Outlook } from "./outlook.js";
import type { TrainingRecords } from "./records.js";
import { isActive, isTerminal, move } from "./state.js";

const PAGE = 50;
/** Writers of one training are few; see TrainingRecords. */
const MAX_TRIES = 10;

export interface TrainingDetail {
  readonly training: Training;
  readonly images: number;
  /** Where it stands in the queue, and when it will start and end, while it waits for a slot that takes it. */
  readonly place: Place | undefined;
  readonly model: TrainedModel | undefined;
  /** When this was read. */
  readonly asOf: number;
}

/** What was deleted for a person who asked to be forgotten. */
export interface Receipt {
  readonly trainings: number;
  readonly images: number;
  readonly models: number;
}

/** A person's own trainings: list, look, stop, delete, and delete everything. */
export class Library {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #models: ModelRepository;
  readonly #users: UserRepository;
  readonly #datasetBlobs: BlobStore;
  readonly #modelBlobs: BlobStore;
  readonly #outlook: Outlook;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    datasets: DatasetRepository;
    models: ModelRepository;
    users: UserRepository;
    datasetBlobs: BlobStore;
    modelBlobs: BlobStore;
    outlook: Outlook;
    events: TrainingEvents;
    clock: Clock;
    ids: Ids;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#models = deps.models;
    this.#users = deps.users;
    this.#datasetBlobs = deps.datasetBlobs;
    this.#modelBlobs = deps.modelBlobs;
    this.#outlook = deps.outlook;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
  }

  /** The actor's trainings, newest first. */
  async list(actor: Actor, page: { limit: number; offset?: number }): Promise<Training[]> {
    return this.#trainings.listByOwner(actor.userId, page);
  }

  async count(actor: Actor): Promise<number> {
    return this.#trainings.countByOwner(actor.userId);
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

  /** Stops a training that waits or runs. @throws DomainError `not-cancellable` when it has ended or never began */
  async cancel(actor: Actor, trainingId: string): Promise<Training> {
    await this.#records.owned(actor, trainingId);
    const notice: Notice = { id: this.#ids.next(), kind: "cancelled", createdAt: this.#clock.now() };
    return this.#stop(trainingId, (training) => [...training.notices, notice]);
  }

  async #stop(trainingId: string, notices: (training: Training) => readonly Notice[]): Promise<Training> {
    const endedAt = this.#clock.now();
    const cancelled = await this.#records.change(trainingId, (training) => {
      if (training.status !== "QUEUED" && !isActive(training.status)) {
        throw new DomainError("not-cancellable", { status: training.status });
      }
      return { ...move(training, "CANCELLED"), endedAt, notices: notices(training) };
    });
    this.#events.publish({ type: "notice", training: cancelled });
    return cancelled;
  }

  /** Deletes a draft or an ended training with its images; its model stays. @throws DomainError `conflict` while it runs */
  async delete(actor: Actor, trainingId: string): Promise<void> {
    await this.#records.owned(actor, trainingId);
    await this.#erase(trainingId);
  }

  /** Stops and deletes everything of the actor: trainings, images, models, and what is known of them. */
  async deleteEverything(actor: Actor): Promise<Receipt> {
    let trainings = 0;
    let images = 0;
    for (;;) {
      const page = await this.#trainings.listByOwner(actor.userId, { limit: PAGE });
      if (page.length === 0) break;
      for (const { id } of page) {
        await this.#end(id);
        images += await this.#erase(id);
        trainings++;
      }
    }
    const models = await this.#deleteModels(actor);
    await this.#users.delete(actor.userId);
    return { trainings, images, models };
  }

  /** Stops what runs. The person asked for all of it to go: no message about each part follows. */
  async #end(trainingId: string): Promise<void> {
    try {
      await this.#stop(trainingId, () => []);
    } catch (error) {
      if (!isDomainError(error, "not-cancellable", "not-found")) throw error;
    }
  }

  async #deleteModels(actor: Actor): Promise<number> {
    let count = 0;
    for (;;) {
      const models = await this.#models.listByOwner(actor.userId, { limit: PAGE });
      if (models.length === 0) return count;
      for (const model of models) {
        await this.#modelBlobs.deleteAll(`${model.trainingId}/`);
        await this.#models.delete(model.id);
        count++;
      }
    }
  }

  /**
   * Deletes a draft or an ended training. The record goes last: after a crash in between it is still listed,
   * and deleting it again finishes the work. Gives how many images there were.
   */
  async #erase(trainingId: string): Promise<number> {
    let images = 0;
    for (let tries = 1; ; tries++) {
      const training = await this.#closed(trainingId);
      images += await this.#eraseImages(trainingId);
      try {
        await this.#trainings.delete(training);
        this.#events.publish({ type: "deleted", training });
        // A photo that was on its way may have come in before the record went.
        return images + (await this.#eraseImages(trainingId));
      } catch (error) {
        // The outbox or another tap wrote in between.
        if (!isDomainError(error, "conflict") || tries === MAX_TRIES) throw error;
      }
    }
  }

  /** A draft is opened again first, so that it cannot be confirmed while its images go. */
  async #closed(trainingId: string): Promise<Training> {
    return this.#records.change(trainingId, (training) => {
      if (isTerminal(training.status)) return training;
      if (training.status !== "DRAFT") throw new DomainError("conflict", { status: training.status });
      return { ...training, collected: false };
    });
  }

  async #eraseImages(trainingId: string): Promise<number> {
    await this.#datasetBlobs.deleteAll(`${trainingId}/`);
    return this.#datasets.removeAll(trainingId);
  }
}
