import { DomainError } from "../errors.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { ImageProcessor, NormalisedImage } from "../ports/image-processor.js";
import { datasetBounds } from "./dataset-bounds.js";
import { blobKeysOf, extensionOf, pictureKeyOf } from "./dataset-files.js";
import type { DatasetIntake } from "./dataset-intake.js";
import type { Actor, DatasetImage, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** Use cases of collecting: images come one by one and are accepted only when they are on disk. */
export class Datasets {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #intake: DatasetIntake;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    blobs: BlobStore;
    images: ImageProcessor;
    intake: DatasetIntake;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#intake = deps.intake;
  }

  /**
   * Adds an image to a draft: checked, turned upright, freed of metadata, stored.
   *
   * @param source.sourceId the platform's name of the file; the same one again is a repeat
   * @param source.open opens the bytes; not called for a repeat that is known by its sourceId
   * @returns the image when it is on disk
   * @throws DomainError `image-…`, `dataset-full`, `not-a-draft`, `storage-failed`
   */
  async addImage(
    actor: Actor,
    trainingId: string,
    source: { sourceId: string; open: () => Promise<ByteStream> },
  ): Promise<DatasetImage> {
    const draft = await this.#intake.open(actor, trainingId, source.sourceId);
    const normalised = await this.#images.normalise(await source.open());
    try {
      return await this.#store(actor, draft, source.sourceId, normalised);
    } finally {
      await normalised.dispose();
    }
  }

  async #store(
    actor: Actor,
    draft: Training,
    sourceId: string,
    normalised: NormalisedImage,
  ): Promise<DatasetImage> {
    const { width, height, bytes, contentType, sha256, quality } = normalised;
    return this.#intake.take(actor, draft, async (id) => {
      const blobKey = `${draft.id}/${id}.${extensionOf(contentType)}`;
      await this.#blobs.put(blobKey, normalised.open(), { contentType, sha256 });
      return { sourceId, contentHash: sha256, blobKey, contentType, width, height, bytes, quality };
    });
  }

  /** Removes the image with this number. Gives whether it was there. */
  async removeImage(actor: Actor, trainingId: string, position: number): Promise<boolean> {
    const draft = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const image = images.find((candidate) => candidate.position === position);
    if (image === undefined) return false;
    // Open again while it is removed: else a confirmation at this moment would freeze an image that goes.
    if (draft.collected) await this.#setCollected(actor, trainingId, false);
    await this.#datasets.remove(image.id);
    for (const key of blobKeysOf(image)) await this.#blobs.delete(key);
    const enough = images.length - 1 >= datasetBounds(draft).min;
    if (draft.collected && enough) await this.#setCollected(actor, trainingId, true);
    return true;
  }

  /** The person said Done. @throws DomainError `dataset-too-small` */
  async finishCollecting(actor: Actor, trainingId: string): Promise<Training> {
    const draft = await this.#records.draft(actor, trainingId);
    const count = await this.#datasets.count(trainingId);
    const bounds = datasetBounds(draft);
    if (count < bounds.min) throw new DomainError("dataset-too-small", { count, min: bounds.min });
    return this.#setCollected(actor, trainingId, true);
  }

  /** Goes back to collecting; captions that are there stay. */
  async collectMore(actor: Actor, trainingId: string): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (training) => ({
      ...training,
      collected: false,
      captioned: false,
    }));
  }

  #setCollected(actor: Actor, trainingId: string, collected: boolean): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (training) => ({ ...training, collected }));
  }

  async list(actor: Actor, trainingId: string): Promise<DatasetImage[]> {
    await this.#records.owned(actor, trainingId);
    return this.#datasets.list(trainingId);
  }

  /** A JPEG of one image for a preview. @throws DomainError `not-found` */
  async preview(actor: Actor, imageId: string, longSide: number): Promise<Uint8Array> {
    const image = await this.#datasets.get(imageId);
    if (image === undefined) throw new DomainError("not-found");
    await this.#records.owned(actor, image.trainingId);
    return this.#images.thumbnail(await this.#blobs.get(pictureKeyOf(image)), longSide);
  }
}
