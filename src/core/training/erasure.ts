import { DomainError, isDomainError } from "../errors.js";
import type { ReceivedShares } from "../models/received-shares.js";
import type { ShareBook } from "../models/share-book.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { UserRepository } from "../ports/user-repository.js";
import type { Charging } from "./charging.js";
import { exportPrefix } from "./dataset-export.js";
import type { TrainingEvents } from "./events.js";
import type { TrainedModel, Training } from "./model.js";
import type { Receipt } from "./receipt.js";
import type { TrainingRecords } from "./records.js";
import { samplesPrefix } from "./samples.js";
import { isTerminal } from "./state.js";
import { isBegunWith, pruneVersions } from "./version-pruning.js";

const PAGE = 50;
/** Writers of one training are few; see TrainingRecords. */
const MAX_TRIES = 10;

/** What is shared, and what people took of it. */
export interface ShareBooks {
  readonly models: ShareBook;
  readonly datasets: ShareBook;
  readonly received: ReceivedShares;
}

/** Deletes trainings with all that hangs on them. No rights are checked here. */
export class Erasure {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #models: ModelRepository;
  readonly #users: UserRepository;
  readonly #shares: ShareBooks;
  readonly #datasetBlobs: BlobStore;
  readonly #modelBlobs: BlobStore;
  readonly #charging: Charging;
  readonly #events: TrainingEvents;

  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    datasets: DatasetRepository;
    models: ModelRepository;
    users: UserRepository;
    shares: ShareBooks;
    datasetBlobs: BlobStore;
    modelBlobs: BlobStore;
    charging: Charging;
    events: TrainingEvents;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#models = deps.models;
    this.#users = deps.users;
    this.#shares = deps.shares;
    this.#datasetBlobs = deps.datasetBlobs;
    this.#modelBlobs = deps.modelBlobs;
    this.#charging = deps.charging;
    this.#events = deps.events;
  }

  /**
   * Deletes a draft or an ended training. The record goes last: after a crash in between it is still listed,
   * and deleting it again finishes the work. Gives how many images there were.
   *
   * @throws DomainError `conflict` while it runs
   */
  async erase(trainingId: string): Promise<number> {
    let images = 0;
    for (let tries = 1; ; tries++) {
      const training = await this.#closed(trainingId);
      await this.#charging.settle(training);
      await this.#endShares(training);
      await this.#retireModel(training);
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

  /** Deletes all that a person has. @param stop ends a training of theirs that waits or runs */
  async eraseEverything(userId: string, stop: (trainingId: string) => Promise<void>): Promise<Receipt> {
    // Models first: the links to them end with their trainings, and are to be counted.
    const { models, links } = await this.#eraseModels(userId);
    let [trainings, images, photoLinks] = [0, 0, 0];
    for (;;) {
      const page = await this.#trainings.listByOwner(userId, { limit: PAGE });
      if (page.length === 0) break;
      for (const { id } of page) {
        await stop(id);
        if (await this.#shares.datasets.end({ ownerId: userId, thingId: id })) photoLinks++;
        images += await this.erase(id);
        trainings++;
      }
    }
    // One that ran may have come to its end meanwhile.
    const late = await this.#eraseModels(userId);
    const received = (await this.#shares.received.of(userId)).length;
    await this.#shares.received.forget(userId);
    await this.#users.delete(userId);
    const ended = { models: models + late.models, links: links + late.links };
    return { trainings, images, ...ended, photoLinks, received };
  }

  async #eraseModels(userId: string): Promise<{ models: number; links: number }> {
    let [count, links] = [0, 0];
    for (;;) {
      const models = await this.#models.listByOwner(userId, { limit: PAGE });
      if (models.length === 0) return { models: count, links };
      for (const model of models) {
        if (await this.#eraseModel(model)) links++;
        count++;
      }
    }
  }

  /** Gives whether it was shared. */
  async #eraseModel({ id, ownerId, trainingId }: TrainedModel): Promise<boolean> {
    const shared = await this.#shares.models.end({ ownerId, thingId: id });
    await this.#modelBlobs.deleteAll(`${trainingId}/`);
    await this.#models.delete(id);
    return shared;
  }

  async #endShares({ id, ownerId, modelId }: Training): Promise<void> {
    await this.#shares.datasets.end({ ownerId, thingId: id });
    if (modelId !== undefined) await this.#shares.models.end({ ownerId, thingId: modelId });
  }

  /** The model goes with its training; what another training is to begin with stays, until all of the person goes. */
  async #retireModel({ modelId }: Training): Promise<void> {
    const model = modelId === undefined ? undefined : await this.#models.get(modelId);
    if (model === undefined) return;
    const [trainings, models, blobs] = [this.#trainings, this.#models, this.#modelBlobs];
    if (await isBegunWith(model, trainings)) await pruneVersions(model, { trainings, models, blobs });
    else await this.#eraseModel(model);
  }

  /** A draft is opened again first, so that it cannot be confirmed while its images go. */
  async #closed(trainingId: string): Promise<Training> {
    return this.#records.change(trainingId, (training) => {
      if (isTerminal(training.status)) return training;
      if (training.status !== "DRAFT") throw new DomainError("conflict", { status: training.status });
      return { ...training, collected: false };
    });
  }

  /** What a training that nobody works on any more had published of its samples. */
  async eraseSamples(trainingId: string): Promise<void> {
    await this.#modelBlobs.deleteAll(samplesPrefix(trainingId));
  }

  async #eraseImages(trainingId: string): Promise<number> {
    await this.eraseSamples(trainingId);
    await this.#datasetBlobs.deleteAll(`${trainingId}/`);
    await this.#modelBlobs.deleteAll(exportPrefix(trainingId));
    return this.#datasets.removeAll(trainingId);
  }
}
