import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { SHEET_PICTURES, type ImageProcessor } from "../ports/image-processor.js";
import { recipeById } from "../recipes/index.js";
import type { Datasets } from "./dataset.js";
import { pictureKeyOf } from "./dataset-files.js";
import { faceFaults, isOfPerson } from "./face-verdict.js";
import type { Actor, DatasetImage, Training } from "./model.js";
import { resolveParameters } from "./options.js";
import { pickNumbered, type NumberRange } from "./photo-numbers.js";
import type { TrainingRecords } from "./records.js";
import { verdictOn, type Fault } from "./verdict.js";

/** An image with what is wrong with it. */
export interface Judged {
  readonly image: DatasetImage;
  readonly faults: readonly Fault[];
}

/** A page of the contact sheet. */
export interface SheetPage {
  readonly jpeg: Uint8Array;
  /** Counts from 1. */
  readonly page: number;
  readonly pages: number;
  /** Numbers of the first and the last image on it. */
  readonly first: number;
  readonly last: number;
  readonly marked: number;
}

/** Use cases of looking over what was collected: verdicts, what is kept or dropped, all at a glance. */
export class DatasetReview {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #collecting: Datasets;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    collecting: Datasets;
    blobs: BlobStore;
    images: ImageProcessor;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#collecting = deps.collecting;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
  }

  /** Every image of a training with its verdict, by number. */
  async verdicts(actor: Actor, trainingId: string): Promise<Judged[]> {
    const training = await this.#records.owned(actor, trainingId);
    return judge(training, await this.#datasets.list(trainingId));
  }

  /** What is wrong with one image of a draft that is being collected; nothing where it, or the draft, went on. */
  async faultsOf(actor: Actor, trainingId: string, imageId: string): Promise<readonly Fault[]> {
    const training = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const image = images.find(({ id }) => id === imageId);
    if (image === undefined || training.collected) return [];
    return faultsIn(training, images)(image);
  }

  /** Keeps an image whatever its verdict. Gives whether it is (still) there. */
  async keep(actor: Actor, trainingId: string, position: number): Promise<boolean> {
    await this.#records.draft(actor, trainingId);
    const image = (await this.#datasets.list(trainingId)).find((each) => each.position === position);
    if (image === undefined) return false;
    try {
      await this.#datasets.approve(image.id);
      return true;
    } catch (error) {
      // Dropped on another device in this moment.
      if (isDomainError(error, "not-found")) return false;
      throw error;
    }
  }

  /**
   * Removes images by their numbers, all or none.
   *
   * @param again the same request was begun before: what is not there any more was removed by it
   * @returns the numbers that were removed
   * @throws DomainError `number-missing` with the first number or range that names no image
   */
  async remove(
    actor: Actor,
    trainingId: string,
    ranges: readonly NumberRange[],
    again = false,
  ): Promise<readonly number[]> {
    await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const result = pickNumbered(images, again ? present(images, ranges) : ranges);
    if ("missing" in result) {
      const { from, to } = result.missing;
      const named = from === to ? String(from) : `${from}–${to}`;
      throw new DomainError("number-missing", { number: named, last: images.at(-1)?.position ?? 0 });
    }
    const removed: number[] = [];
    for (const { position } of result.picked) {
      if (await this.#collecting.removeImage(actor, trainingId, position)) removed.push(position);
    }
    return removed;
  }

  /**
   * Draws a page of the contact sheet.
   *
   * @param page counts from 1; beyond the last it is the last
   * @throws DomainError `number-missing` where there is no image; `storage-failed`
   */
  async sheet(actor: Actor, trainingId: string, page: number): Promise<SheetPage> {
    const judged = await this.verdicts(actor, trainingId);
    const pages = Math.ceil(judged.length / SHEET_PICTURES);
    const shown = Math.min(Math.max(1, page), pages);
    const on = judged.slice((shown - 1) * SHEET_PICTURES, shown * SHEET_PICTURES);
    const [first, last] = [on[0], on.at(-1)];
    if (first === undefined || last === undefined)
      throw new DomainError("number-missing", { number: 1, last: 0 });
    const jpeg = await this.#images.contactSheet(
      on.map(({ image, faults }) => ({
        number: image.position,
        marked: faults.length > 0,
        open: () => this.#blobs.get(pictureKeyOf(image)),
      })),
    );
    const marked = on.filter(({ faults }) => faults.length > 0).length;
    return { jpeg, page: shown, pages, first: first.image.position, last: last.image.position, marked };
  }
}

/** The verdicts on a dataset, by the resolution that its training has at the moment. */
export function judge(training: Training, images: readonly DatasetImage[]): Judged[] {
  const faultsOf = faultsIn(training, images);
  return images.map((image) => ({ image, faults: faultsOf(image) }));
}

/** Tells the faults of each image among the others. */
function faultsIn(training: Training, images: readonly DatasetImage[]): (image: DatasetImage) => Fault[] {
  const resolution = resolutionOf(training, images.length);
  const ofPerson = isOfPerson(training);
  return (image) => [...verdictOn(image, images, resolution), ...(ofPerson ? faceFaults(image) : [])];
}

/** Nothing is too small before a base model is chosen. */
function resolutionOf({ recipeId, options }: Training, images: number): number {
  return recipeId === undefined ? 0 : resolveParameters(recipeById(recipeId), options, images).resolution;
}

/** What is left to do of a request that was begun before. */
function present(images: readonly DatasetImage[], ranges: readonly NumberRange[]): NumberRange[] {
  return images
    .filter(({ position }) => ranges.some(({ from, to }) => position >= from && position <= to))
    .map(({ position }) => ({ from: position, to: position }));
}
