import type { Model } from "mongoose";
import { jsonText } from "../../core/ports/json-text.js";
import { endOfPrefix } from "../../core/ports/key-prefix.js";
import type { KeyValueEntry, KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Collections } from "./collections.js";
import type { StoredKeyValue } from "./documents.js";
import { isDuplicate, repeatOnDuplicate, type Attempt } from "./errors.js";

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
    const json = jsonText(namespace, key, value);
    await this.#attempt(() =>
      repeatOnDuplicate(() =>
        this.#keyValues.updateOne({ namespace, key }, { $set: { value: json } }, { upsert: true }),
      ),
    );
  }

  async compareAndSet(namespace: string, key: string, expected: unknown, value: unknown): Promise<boolean> {
    const json = jsonText(namespace, key, value);
    if (expected === undefined) return this.#attempt(() => this.#insert(namespace, key, json));
    const before = jsonText(namespace, key, expected);
    return this.#attempt(async () => {
      const { matchedCount } = await this.#keyValues.updateOne(
        { namespace, key, value: before },
        { $set: { value: json } },
      );
      return matchedCount > 0;
    });
  }

  list(namespace: string, limit: number): Promise<KeyValueEntry[]> {
    return this.#attempt(async () => {
      const found = await this.#keyValues
        .find({ namespace })
        .sort({ key: 1 })
        .limit(limit)
        .lean<StoredKeyValue[]>();
      return found.map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown }));
    });
  }

  async #insert(namespace: string, key: string, value: string): Promise<boolean> {
    try {
      await this.#keyValues.create({ namespace, key, value });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
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
