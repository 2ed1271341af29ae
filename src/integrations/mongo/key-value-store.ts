import type { Model } from "mongoose";
import { endOfPrefix } from "../../core/ports/key-prefix.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Collections } from "./collections.js";
import type { StoredKeyValue } from "./documents.js";
import { repeatOnDuplicate, type Attempt } from "./errors.js";

export class MongoKeyValueStore implements KeyValueStore {
  readonly #keyValues: Model<StoredKeyValue>;
  readonly #attempt: Attempt;

  constructor({ keyValues }: Collections, attempt: Attempt) {
    this.#keyValues = keyValues;
    this.#attempt = attempt;
  }

  read(namespace: string, key: string): Promise<unknown> {
    return this.#attempt(async () => {
      const found = await this.#keyValues.findOne({ namespace, key }).lean<StoredKeyValue | null>();
      return found === null ? undefined : (JSON.parse(found.value) as unknown);
    });
  }

  async write(namespace: string, key: string, value: unknown): Promise<void> {
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) {
      throw new TypeError(`The value of ${namespace}/${key} is no JSON; delete the key instead`);
    }
    await this.#attempt(() =>
      repeatOnDuplicate(() =>
        this.#keyValues.updateOne({ namespace, key }, { $set: { value: json } }, { upsert: true }),
      ),
    );
  }

  delete(namespace: string, key: string): Promise<void> {
    return this.#attempt(async () => {
      await this.#keyValues.deleteOne({ namespace, key });
    });
  }

  deleteAll(namespace: string, prefix: string): Promise<void> {
    return this.#attempt(async () => {
      const end = endOfPrefix(prefix);
      const key = end === undefined ? { $gte: prefix } : { $gte: prefix, $lt: end };
      await this.#keyValues.deleteMany({ namespace, key });
    });
  }
}
