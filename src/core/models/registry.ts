import { DomainError } from "../errors.js";
import type { AdminDeed, AdminLog } from "../administration/admin-log.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { ModelRepository } from "../ports/model-repository.js";
import { withVersion } from "./versions.js";
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
  readonly #log: AdminLog;

  /** @param log where an administrator's looks at others' models are written down */
  constructor(models: ModelRepository, blobs: BlobStore, log: AdminLog) {
    this.#models = models;
    this.#blobs = blobs;
    this.#log = log;
  }

  async list(actor: Actor, page: { limit: number; offset?: number }): Promise<TrainedModel[]> {
    return this.#models.listByOwner(actor.userId, page);
  }

  /** @throws DomainError `not-found`, or `not-yours` unless the actor is an admin */
  async owned(actor: Actor, modelId: string, deed: AdminDeed = "model-opened"): Promise<TrainedModel> {
    const model = await this.#models.get(modelId);
    if (model === undefined) throw new DomainError("not-found");
    if (model.ownerId === actor.userId) return model;
    if (!actor.isAdmin) throw new DomainError("not-yours");
    await this.#log.writeLook(actor, { deed, person: model.ownerId, thing: modelId });
    return model;
  }

  /**
   * Makes the files of another step the model's: links, its share and its page lead to them from then on. Links that
   * were given out before stay what they are, as the SHA-256 beside them says.
   *
   * @throws DomainError `not-found` where that step was not kept, too; `not-yours`
   */
  async choose(actor: Actor, modelId: string, step: number): Promise<TrainedModel> {
    const model = await this.owned(actor, modelId, "model-changed");
    const chosen = withVersion(model, step);
    if (chosen === undefined) throw new DomainError("not-found");
    if (chosen.steps !== model.steps && !(await this.#models.replace(chosen)))
      throw new DomainError("not-found");
    return chosen;
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
