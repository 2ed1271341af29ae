import { DomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { UserRepository } from "../ports/user-repository.js";
import type { TrainingEvents } from "./events.js";
import type { Actor, TrainedModel, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { isActive, isTerminal, move } from "./state.js";

const PAGE = 50;

export interface TrainingDetail {
  readonly training: Training;
  readonly images: number;
  /** Trainings that go first, while it is queued. */
  readonly ahead: number;
  readonly model: TrainedModel | undefined;
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
    const queuedAt = training.status === "QUEUED" ? training.queuedAt : undefined;
    const ahead = queuedAt === undefined ? 0 : await this.#trainings.countQueuedBefore(queuedAt);
    const model = training.modelId === undefined ? undefined : await this.#models.get(training.modelId);
    return { training, images, ahead, model };
  }

  /** Stops a training that waits or runs. @throws DomainError `not-cancellable` when it has ended or never began */
  async cancel(actor: Actor, trainingId: string): Promise<Training> {
    await this.#records.owned(actor, trainingId);
    const now = this.#clock.now();
    const cancelled = await this.#records.change(trainingId, (training) => {
      if (training.status !== "QUEUED" && !isActive(training.status)) {
        throw new DomainError("not-cancellable", { status: training.status });
      }
      const notice = { id: this.#ids.next(), kind: "cancelled", createdAt: now } as const;
      return { ...move(training, "CANCELLED"), endedAt: now, notices: [...training.notices, notice] };
    });
    this.#events.publish({ type: "notice", training: cancelled });
    return cancelled;
  }

  /** Deletes a draft or an ended training with its images; its model stays. @throws DomainError `conflict` while it runs */
  async delete(actor: Actor, trainingId: string): Promise<void> {
    const training = await this.#records.owned(actor, trainingId);
    if (training.status !== "DRAFT" && !isTerminal(training.status)) {
      throw new DomainError("conflict", { status: training.status });
    }
    await this.#erase(training);
  }

  /** Stops and deletes everything of the actor: trainings, images, models, and what is known of them. */
  async deleteEverything(actor: Actor): Promise<Receipt> {
    let trainings = 0;
    let images = 0;
    for (;;) {
      const page = await this.#trainings.listByOwner(actor.userId, { limit: PAGE });
      if (page.length === 0) break;
      for (const training of page) {
        const ended = await this.#ended(actor, training);
        images += await this.#erase(ended);
        trainings++;
      }
    }
    const models = await this.#deleteModels(actor);
    await this.#users.delete(actor.userId);
    return { trainings, images, models };
  }

  async #ended(actor: Actor, training: Training): Promise<Training> {
    if (training.status === "DRAFT" || isTerminal(training.status)) return training;
    await this.cancel(actor, training.id);
    // The person asked for all of it to go: no message about each part follows.
    return this.#records.change(training.id, (stored) => ({ ...stored, notices: [] }));
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

  /** The record goes last: after a crash in between it is still listed, and deleting it again finishes the work. */
  async #erase(training: Training): Promise<number> {
    await this.#datasetBlobs.deleteAll(`${training.id}/`);
    const images = await this.#datasets.removeAll(training.id);
    await this.#trainings.delete(training);
    return images;
  }
}
