import { DomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import { datasetBounds } from "./dataset-bounds.js";
import { blobKeysOf } from "./dataset-files.js";
import type { Actor, DatasetImage, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** What is known of an image once its files are stored. */
export type StoredFacts = Omit<DatasetImage, "id" | "trainingId" | "position" | "addedAt">;

/** The way into a dataset for a picture and a clip alike: its files first, its record then, or neither. */
export class DatasetIntake {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #blobs: BlobStore;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    blobs: BlobStore;
    clock: Clock;
    ids: Ids;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#blobs = deps.blobs;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
  }

  /**
   * The draft, where it takes one more with this source.
   *
   * @throws DomainError `image-repeated`, `dataset-full`, `not-a-draft`, `not-found`, `not-yours`
   */
  async open(actor: Actor, trainingId: string, sourceId: string): Promise<Training> {
    const draft = await this.#records.draft(actor, trainingId);
    const known = await this.#datasets.findBySource(trainingId, sourceId);
    if (known !== undefined) throw repeated(known);
    const bounds = datasetBounds(draft);
    if ((await this.#datasets.count(trainingId)) >= bounds.max) {
      throw new DomainError("dataset-full", { max: bounds.max });
    }
    return draft;
  }

  /**
   * @param store stores the files of an image with this id and says what they are; the files of one that is not taken
   *   in the end are deleted again
   * @throws DomainError as {@link open}, and what storing throws
   */
  async take(
    actor: Actor,
    draft: Training,
    store: (id: string) => Promise<StoredFacts>,
  ): Promise<DatasetImage> {
    const id = this.#ids.next();
    const facts = await store(id);
    const image = { id, trainingId: draft.id, position: 0, addedAt: this.#clock.now(), ...facts };
    try {
      return await this.#record(actor, image);
    } catch (error) {
      // The record goes first: without it nothing points to the files.
      for (const key of blobKeysOf(image)) await this.#blobs.delete(key);
      throw error;
    }
  }

  async #record(actor: Actor, image: DatasetImage): Promise<DatasetImage> {
    const result = await this.#datasets.add(image);
    if (!result.added) throw repeated(result.repeats);
    try {
      await this.#confirmStillFits(actor, result.image);
    } catch (error) {
      await this.#datasets.remove(image.id);
      throw error;
    }
    return result.image;
  }

  /**
   * An image that came while the draft was being confirmed or deleted is taken back, not left behind; and of
   * several that came at once, those beyond the bound.
   */
  async #confirmStillFits(actor: Actor, image: DatasetImage): Promise<void> {
    const { max } = datasetBounds(await this.#records.draft(actor, image.trainingId));
    if ((await this.#datasets.count(image.trainingId)) <= max) return;
    const images = await this.#datasets.list(image.trainingId);
    if (images.findIndex(({ id }) => id === image.id) >= max) throw new DomainError("dataset-full", { max });
  }
}

function repeated(image: DatasetImage): DomainError {
  return new DomainError("image-repeated", { number: image.position });
}
