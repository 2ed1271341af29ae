import { DomainError } from "../errors.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { ImageProcessor, NormalisedImage } from "../ports/image-processor.js";
import { recipeById, RECIPES } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Actor, DatasetImage, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

type Bounds = Recipe["dataset"];

/** Use cases of collecting: images come one by one and are accepted only when they are on disk. */
export class Datasets {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    blobs: BlobStore;
    images: ImageProcessor;
    clock: Clock;
    ids: Ids;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
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
    const draft = await this.#records.draft(actor, trainingId);
    const known = await this.#datasets.findBySource(trainingId, source.sourceId);
    if (known !== undefined) throw repeated(known);
    const bounds = datasetBounds(draft);
    if ((await this.#datasets.count(trainingId)) >= bounds.max) {
      throw new DomainError("dataset-full", { max: bounds.max });
    }
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
    const id = this.#ids.next();
    const blobKey = `${draft.id}/${id}.${normalised.contentType === "image/png" ? "png" : "jpg"}`;
    const { width, height, bytes, contentType, sha256, quality } = normalised;
    await this.#blobs.put(blobKey, normalised.open(), { contentType, sha256 });
    const image: DatasetImage = {
      id,
      trainingId: draft.id,
      sourceId,
      contentHash: sha256,
      position: 0,
      blobKey,
      contentType,
      width,
      height,
      bytes,
      quality,
      addedAt: this.#clock.now(),
    };
    try {
      return await this.#record(actor, image);
    } catch (error) {
      // The record goes first: without it nothing points to the file.
      await this.#blobs.delete(blobKey);
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

  /** Removes the image with this number. Gives whether it was there. */
  async removeImage(actor: Actor, trainingId: string, position: number): Promise<boolean> {
    const draft = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const image = images.find((candidate) => candidate.position === position);
    if (image === undefined) return false;
    // Open again while it is removed: else a confirmation at this moment would freeze an image that goes.
    if (draft.collected) await this.#setCollected(actor, trainingId, false);
    await this.#datasets.remove(image.id);
    await this.#blobs.delete(image.blobKey);
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
    return this.#images.thumbnail(await this.#blobs.get(image.blobKey), longSide);
  }
}

/** Bounds of the chosen recipe; before one is chosen, the widest. */
export function datasetBounds(training: Pick<Training, "recipeId">): Bounds {
  if (training.recipeId !== undefined) return recipeById(training.recipeId).dataset;
  const all = RECIPES.map((recipe) => recipe.dataset);
  return {
    min: Math.min(...all.map((bounds) => bounds.min)),
    recommended: Math.max(...all.map((bounds) => bounds.recommended)),
    max: Math.max(...all.map((bounds) => bounds.max)),
  };
}

function repeated(image: DatasetImage): DomainError {
  return new DomainError("image-repeated", { number: image.position });
}
