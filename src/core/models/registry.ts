import { DomainError } from "../errors.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { Actor, ModelFile, TrainedModel } from "../training/model.js";

/** A week: S3's longest, and long enough to come back from a holiday weekend. */
const LINK_SECONDS = 7 * 24 * 3600;

export interface ModelLink {
  readonly fileName: string;
  readonly role: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly url: string;
}

/** What was trained: find it and get links to it. */
export class ModelRegistry {
  readonly #models: ModelRepository;
  readonly #blobs: BlobStore;

  constructor(models: ModelRepository, blobs: BlobStore) {
    this.#models = models;
    this.#blobs = blobs;
  }

  async list(actor: Actor, page: { limit: number; offset?: number }): Promise<TrainedModel[]> {
    return this.#models.listByOwner(actor.userId, page);
  }

  /** @throws DomainError `not-found`, or `not-yours` unless the actor is an admin */
  async owned(actor: Actor, modelId: string): Promise<TrainedModel> {
    const model = await this.#models.get(modelId);
    if (model === undefined) throw new DomainError("not-found");
    if (model.ownerId !== actor.userId && !actor.isAdmin) throw new DomainError("not-yours");
    return model;
  }

  /** Fresh links to the model's files, good for a week. */
  async links(model: TrainedModel): Promise<ModelLink[]> {
    return Promise.all(
      model.files.map(async ({ blobKey, fileName, role, bytes, sha256 }) => ({
        fileName,
        role,
        bytes,
        sha256,
        url: await this.#blobs.link(blobKey, { fileName, expiresInSeconds: LINK_SECONDS }),
      })),
    );
  }

  /** The file itself. @throws DomainError `not-found` when it was deleted, `storage-failed` */
  async open({ blobKey }: ModelFile): Promise<ByteStream> {
    return this.#blobs.get(blobKey);
  }
}
