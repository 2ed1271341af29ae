import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { FACE_PICTURE_SIDE, type FaceFinder } from "../ports/face-finder.js";
import type { ImageProcessor } from "../ports/image-processor.js";
import { pictureKeyOf } from "./dataset-files.js";
import { faceFaults, isOfPerson } from "./face-verdict.js";
import type { Actor } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** Use cases of looking for faces, which takes longer than all else that is measured of a photo, and so comes later. */
export class FaceChecks {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #finder: FaceFinder | undefined;

  /** @param deps.finder absent where no faces are looked for */
  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    blobs: BlobStore;
    images: ImageProcessor;
    finder: FaceFinder | undefined;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#finder = deps.finder;
  }

  /** The images of a draft, by id, whose faces are still to be looked for; none where no person is trained. */
  async pending(actor: Actor, trainingId: string): Promise<string[]> {
    const training = await this.#records.draft(actor, trainingId);
    if (this.#finder === undefined || !isOfPerson(training)) return [];
    const images = await this.#datasets.list(trainingId);
    return images.filter(({ faces }) => faces === undefined).map(({ id }) => id);
  }

  /**
   * Looks for the faces of an image, once, and keeps what was seen with it. An image that went is let be.
   *
   * @returns whether that is a fault
   * @throws DomainError `not-a-draft`, `storage-failed`; Error where the finder cannot look
   */
  async check(actor: Actor, trainingId: string, imageId: string): Promise<boolean> {
    const training = await this.#records.draft(actor, trainingId);
    const image = await this.#datasets.get(imageId);
    if (image?.trainingId !== trainingId || !isOfPerson(training)) return false;
    if (image.faces !== undefined) return faceFaults(image).length > 0;
    if (this.#finder === undefined) return false;
    const jpeg = await this.#images.thumbnail(await this.#blobs.get(pictureKeyOf(image)), FACE_PICTURE_SIDE);
    const faces = await this.#finder.find(jpeg);
    return faceFaults(await this.#datasets.setFaces(imageId, faces)).length > 0;
  }
}
