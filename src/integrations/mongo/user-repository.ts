import type { Model } from "mongoose";
import { DomainError } from "../../core/errors.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { User } from "../../core/training/model.js";
import type { Collections } from "./collections.js";
import { fromStored, type StoredUser } from "./documents.js";
import { repeatOnDuplicate, type Attempt } from "./errors.js";

export class MongoUserRepository implements UserRepository {
  readonly #users: Model<StoredUser>;
  readonly #attempt: Attempt;

  constructor({ users }: Collections, attempt: Attempt) {
    this.#users = users;
    this.#attempt = attempt;
  }

  async remember({ id, name, locale, createdAt }: User): Promise<User> {
    const known = await this.get(id);
    // Asked for with every update; nearly always nothing has changed, and a read costs no majority write.
    if (known?.name === name) {
      return known;
    }
    return this.#attempt(async () => {
      const stored = await repeatOnDuplicate(() =>
        this.#users
          .findOneAndUpdate(
            { _id: id },
            { $set: { name }, $setOnInsert: { locale, createdAt } },
            { upsert: true, returnDocument: "after" },
          )
          .lean<StoredUser | null>()
          .exec(),
      );
      return fromStored<User>(stored);
    });
  }

  get(id: string): Promise<User | undefined> {
    return this.#attempt(async () => {
      const found = await this.#users.findOne({ _id: id }).lean<StoredUser | null>();
      return found === null ? undefined : fromStored<User>(found);
    });
  }

  setLocale(id: string, locale: string): Promise<User> {
    return this.#attempt(async () => {
      const stored = await this.#users
        .findOneAndUpdate({ _id: id }, { $set: { locale } }, { returnDocument: "after" })
        .lean<StoredUser | null>();
      if (stored === null) {
        throw new DomainError("not-found");
      }
      return fromStored<User>(stored);
    });
  }

  delete(id: string): Promise<boolean> {
    return this.#attempt(async () => (await this.#users.deleteOne({ _id: id })).deletedCount > 0);
  }
}
