import type { Model } from "mongoose";
import { DomainError } from "../../core/errors.js";
import type {
  Claim,
  ListOptions,
  NamedTraining,
  TrainingRepository,
} from "../../core/ports/training-repository.js";
import type { Training } from "../../core/training/model.js";
import { STATUSES, type Status } from "../../core/training/state.js";
import { takeNext } from "../../core/training/waiting-line.js";
import { claimLost, lineOf, takeQueued } from "./claim.js";
import type { Collections } from "./collections.js";
import { toDocument, toTraining, type StoredPosition, type StoredTraining } from "./documents.js";
import { isDuplicate, type Attempt } from "./errors.js";

export class MongoTrainingRepository implements TrainingRepository {
  readonly #trainings: Model<StoredTraining>;
  readonly #positions: Model<StoredPosition>;
  readonly #attempt: Attempt;

  constructor({ trainings, positions }: Collections, attempt: Attempt) {
    this.#trainings = trainings;
    this.#positions = positions;
    this.#attempt = attempt;
  }

  insert(training: Training): Promise<void> {
    return this.#attempt(async () => {
      try {
        await this.#trainings.insertOne(toDocument(training));
      } catch (error) {
        throw isDuplicate(error) ? new DomainError("conflict") : error;
      }
    });
  }

  get(id: string): Promise<Training | undefined> {
    return this.#attempt(async () => {
      const found = await this.#trainings.findOne({ _id: id }).lean<StoredTraining | null>();
      return found === null ? undefined : toTraining(found);
    });
  }

  save(training: Training): Promise<Training> {
    return this.#attempt(async () => {
      const next = toDocument({ ...training, version: training.version + 1 });
      const stored = await this.#trainings
        .findOneAndReplace({ _id: training.id, version: training.version }, next, { returnDocument: "after" })
        .lean<StoredTraining | null>();
      if (stored === null) {
        throw new DomainError("conflict");
      }
      return toTraining(stored);
    });
  }

  delete(training: Training): Promise<void> {
    return this.#attempt(async () => {
      const { deletedCount } = await this.#trainings.deleteOne({
        _id: training.id,
        version: training.version,
      });
      if (deletedCount === 0) {
        throw new DomainError("conflict");
      }
      await this.#positions.deleteOne({ _id: training.id });
    });
  }

  listByOwner(ownerId: string, { limit, offset = 0, statuses = STATUSES }: ListOptions): Promise<Training[]> {
    return this.#attempt(async () => {
      const found = await this.#trainings
        .find({ ownerId, status: { $in: statuses } })
        .sort({ createdAt: -1, _id: -1 })
        .skip(offset)
        .limit(limit)
        .lean<StoredTraining[]>();
      return found.map(toTraining);
    });
  }

  names(ownerId: string): Promise<NamedTraining[]> {
    return this.#attempt(async () => {
      const found = await this.#trainings
        .find({ ownerId, name: { $type: "string" } }, { name: 1 })
        .lean<{ _id: string; name: string }[]>();
      return found.map(({ _id: id, name }) => ({ id, name }));
    });
  }

  countByOwner(ownerId: string, statuses: readonly Status[] = STATUSES): Promise<number> {
    return this.#attempt(() => this.#trainings.countDocuments({ ownerId, status: { $in: statuses } }));
  }

  claim(claim: Claim): Promise<Training | undefined> {
    return this.#attempt(async () => {
      const lost = await claimLost(this.#trainings, claim);
      if (lost !== null) {
        return toTraining(lost);
      }
      if (claim.ownOnly === true) {
        return undefined;
      }
      return takeNext(lineOf(this.#trainings, claim), (id) => takeQueued(this.#trainings, id, claim));
    });
  }

  listByStatus(statuses: readonly Status[], limit: number): Promise<Training[]> {
    return this.#attempt(async () => {
      const found = await this.#trainings
        .find({ status: { $in: statuses } })
        .sort({ queuedAt: 1, _id: 1 })
        .limit(limit)
        .lean<StoredTraining[]>();
      return found.map(toTraining);
    });
  }

  recentlyEnded(statuses: readonly Status[], limit: number): Promise<Training[]> {
    return this.#attempt(async () => {
      const found = await this.#trainings
        .find({ status: { $in: statuses }, endedAt: { $gte: 0 } })
        .sort({ endedAt: -1, _id: -1 })
        .limit(limit)
        .lean<StoredTraining[]>();
      return found.map(toTraining);
    });
  }

  countQueuedBefore(queuedAt: number): Promise<number> {
    return this.#attempt(() =>
      this.#trainings.countDocuments({ status: "QUEUED", queuedAt: { $lt: queuedAt } }),
    );
  }

  listWithNotices(limit: number): Promise<Training[]> {
    return this.#attempt(async () => {
      const found = await this.#trainings
        // Word for word what the partial index holds, or the server may not see that it can be used.
        .find({ noticeAt: { $gte: 0 } })
        .sort({ noticeAt: 1, _id: 1 })
        .limit(limit)
        .lean<StoredTraining[]>();
      return found.map(toTraining);
    });
  }
}
