import type { Model } from "mongoose";
import { DomainError } from "../../core/errors.js";
import type { AddResult, DatasetRepository } from "../../core/ports/dataset-repository.js";
import type { Caption, DatasetImage } from "../../core/training/model.js";
import type { Collections } from "./collections.js";
import { fromStored, toStored, type StoredImage, type StoredPosition } from "./documents.js";
import { repeatOnDuplicate, type Attempt } from "./errors.js";

type Found = StoredImage | null;

function orUndefined(found: Found): DatasetImage | undefined {
  return found === null ? undefined : fromStored<DatasetImage>(found);
}

export class MongoDatasetRepository implements DatasetRepository {
  readonly #images: Model<StoredImage>;
  readonly #positions: Model<StoredPosition>;
  readonly #attempt: Attempt;

  constructor({ images, positions }: Collections, attempt: Attempt) {
    this.#images = images;
    this.#positions = positions;
    this.#attempt = attempt;
  }

  add(image: DatasetImage): Promise<AddResult> {
    // The unique indexes decide between images that come at once; who came second finds the first.
    return this.#attempt(() =>
      repeatOnDuplicate<AddResult>(async () => {
        const repeats = await this.#repeated(image);
        if (repeats !== undefined) {
          return { added: false, repeats };
        }
        const added = { ...image, position: await this.#nextPosition(image.trainingId) };
        await this.#images.insertOne(toStored(added));
        return { added: true, image: added };
      }),
    );
  }

  get(id: string): Promise<DatasetImage | undefined> {
    return this.#attempt(async () => orUndefined(await this.#images.findOne({ _id: id }).lean<Found>()));
  }

  findBySource(trainingId: string, sourceId: string): Promise<DatasetImage | undefined> {
    return this.#attempt(() => this.#findBySource(trainingId, sourceId));
  }

  list(trainingId: string): Promise<DatasetImage[]> {
    return this.#attempt(async () => {
      const found = await this.#images.find({ trainingId }).sort({ position: 1 }).lean<StoredImage[]>();
      return found.map(fromStored<DatasetImage>);
    });
  }

  count(trainingId: string): Promise<number> {
    return this.#attempt(() => this.#images.countDocuments({ trainingId }));
  }

  setCaption(id: string, caption: Caption): Promise<DatasetImage> {
    return this.#change(id, { caption });
  }

  approve(id: string): Promise<DatasetImage> {
    return this.#change(id, { approved: true });
  }

  setFaces(id: string, faces: readonly number[]): Promise<DatasetImage> {
    return this.#change(id, { faces });
  }

  remove(id: string): Promise<DatasetImage | undefined> {
    return this.#attempt(async () =>
      orUndefined(await this.#images.findOneAndDelete({ _id: id }).lean<Found>()),
    );
  }

  removeAll(trainingId: string): Promise<number> {
    return this.#attempt(async () => (await this.#images.deleteMany({ trainingId })).deletedCount);
  }

  #change(id: string, change: Partial<Pick<DatasetImage, "caption" | "approved" | "faces">>) {
    return this.#attempt(async () => {
      const stored = await this.#images
        .findOneAndUpdate({ _id: id }, { $set: change }, { returnDocument: "after" })
        .lean<Found>();
      if (stored === null) {
        throw new DomainError("not-found");
      }
      return fromStored<DatasetImage>(stored);
    });
  }

  async #findBySource(trainingId: string, sourceId: string): Promise<DatasetImage | undefined> {
    return orUndefined(await this.#images.findOne({ trainingId, sourceId }).lean<Found>());
  }

  async #repeated({ trainingId, sourceId, contentHash }: DatasetImage): Promise<DatasetImage | undefined> {
    return (
      (await this.#findBySource(trainingId, sourceId)) ??
      orUndefined(await this.#images.findOne({ trainingId, contentHash }).lean<Found>())
    );
  }

  /** One more than was ever given out in the training; a number whose image was refused is never used. */
  async #nextPosition(trainingId: string): Promise<number> {
    const { last } = await repeatOnDuplicate(() =>
      this.#positions
        .findOneAndUpdate(
          { _id: trainingId },
          { $inc: { last: 1 } },
          { upsert: true, returnDocument: "after" },
        )
        .lean<StoredPosition | null>()
        .exec(),
    );
    return last;
  }
}
