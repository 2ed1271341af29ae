import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { extensionOf } from "./dataset-files.js";
import type { DatasetIntake, StoredFacts } from "./dataset-intake.js";
import type { Actor, DatasetImage, Training } from "./model.js";

/** Copies a training's photos and captions into a draft: either may be changed or deleted then. */
export class DatasetCopies {
  readonly #trainings: Pick<TrainingRepository, "get">;
  readonly #datasets: DatasetRepository;
  readonly #intake: DatasetIntake;
  readonly #blobs: BlobStore;

  constructor(deps: {
    trainings: Pick<TrainingRepository, "get">;
    datasets: DatasetRepository;
    intake: DatasetIntake;
    blobs: BlobStore;
  }) {
    this.#trainings = deps.trainings;
    this.#datasets = deps.datasets;
    this.#intake = deps.intake;
    this.#blobs = deps.blobs;
  }

  /**
   * Copies what the draft has not got yet: one that was cut off is completed by another. Each copy says whose photo
   * it is, however often it was passed on, unless it is the actor's own.
   *
   * @throws DomainError `not-found` where an image is gone, `dataset-full`, `not-a-draft`, `storage-failed`
   */
  async copy(actor: Actor, source: Training, draft: Training): Promise<void> {
    const owners = new Map([[source.id, source.ownerId]]);
    for (const image of await this.#imagesOf(source)) {
      if ((await this.#datasets.findBySource(draft.id, image.sourceId)) !== undefined) continue;
      const sharedBy = image.sharedBy ?? source.id;
      const owner = owners.get(sharedBy) ?? (await this.#trainings.get(sharedBy))?.ownerId ?? "";
      owners.set(sharedBy, owner);
      const origin = owner === actor.userId ? {} : { sharedBy };
      try {
        await this.#intake.take(actor, draft, async (copyId) => ({
          ...(await this.#copyFiles(image, draft.id, copyId)),
          ...origin,
        }));
      } catch (error) {
        // Its person has sent the very picture meanwhile.
        if (!isDomainError(error, "image-repeated")) throw error;
      }
    }
  }

  /** Those that the training is confirmed with; all of a draft's. */
  async #imagesOf({ id, imageIds }: Training): Promise<readonly DatasetImage[]> {
    const all = await this.#datasets.list(id);
    if (imageIds === undefined) return all;
    const images = new Map(all.map((image) => [image.id, image]));
    return imageIds.map((imageId) => {
      const image = images.get(imageId);
      if (image === undefined) throw new DomainError("not-found");
      return image;
    });
  }

  /** The files under the copy's own keys; all else of an image is as it was. */
  async #copyFiles(image: DatasetImage, draftId: string, copyId: string): Promise<StoredFacts> {
    const { id: _id, trainingId: _of, position: _at, addedAt: _since, sharedBy: _whose, ...facts } = image;
    const blobKey = `${draftId}/${copyId}.${extensionOf(image.contentType)}`;
    const { contentType, contentHash: sha256 } = image;
    await this.#copyBlob(image.blobKey, blobKey, { contentType, sha256 });
    if (image.clip === undefined) return { ...facts, blobKey };
    const { stillKey: still, stillSha256 } = image.clip;
    const stillKey = still.replace(`${image.trainingId}/${image.id}`, `${draftId}/${copyId}`);
    const stillType = (await this.#blobs.stat(still))?.contentType ?? "image/jpeg";
    await this.#copyBlob(still, stillKey, { contentType: stillType, sha256: stillSha256 });
    return { ...facts, blobKey, clip: { ...image.clip, stillKey } };
  }

  async #copyBlob(from: string, to: string, facts: { contentType: string; sha256: string }): Promise<void> {
    await this.#blobs.put(to, await this.#blobs.get(from), facts);
  }
}
