import { jsonText } from "../../core/ports/json-text.js";
import { endOfPrefix } from "../../core/ports/key-prefix.js";
import type { KeyValueEntry, KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Connection, Statement } from "./connection.js";

export class SqliteKeyValueStore implements KeyValueStore {
  readonly #connection: Connection;
  readonly #read: Statement<{ value: string }>;
  readonly #list: Statement<{ key: string; value: string }>;
  readonly #write: Statement;
  readonly #insert: Statement;
  readonly #replace: Statement;
  readonly #delete: Statement;
  readonly #deleteRange: Statement;
  readonly #deleteFrom: Statement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#read = connection.prepare("SELECT value FROM key_values WHERE namespace = ? AND key = ?");
    this.#list = connection.prepare(
      "SELECT key, value FROM key_values WHERE namespace = ? ORDER BY key LIMIT ?",
    );
    this.#insert = connection.prepare(
      "INSERT INTO key_values (namespace, key, value) VALUES (?, ?, ?) ON CONFLICT (namespace, key) DO NOTHING",
    );
    this.#replace = connection.prepare(
      "UPDATE key_values SET value = ? WHERE namespace = ? AND key = ? AND value = ?",
    );
    this.#write = connection.prepare(
      `INSERT INTO key_values (namespace, key, value) VALUES (?, ?, ?)
       ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
    );
    this.#delete = connection.prepare("DELETE FROM key_values WHERE namespace = ? AND key = ?");
    this.#deleteRange = connection.prepare(
      "DELETE FROM key_values WHERE namespace = ? AND key >= ? AND key < ?",
    );
    this.#deleteFrom = connection.prepare("DELETE FROM key_values WHERE namespace = ? AND key >= ?");
  }

  read(namespace: string, key: string): Promise<unknown> {
    return this.#connection.run(() => {
      const row = this.#read.get(namespace, key);
      return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
    });
  }

  async write(namespace: string, key: string, value: unknown): Promise<void> {
    const json = jsonText(namespace, key, value);
    await this.#connection.run(() => this.#write.run(namespace, key, json));
  }

  async compareAndSet(namespace: string, key: string, expected: unknown, value: unknown): Promise<boolean> {
    const json = jsonText(namespace, key, value);
    return this.#connection.run(() => {
      const stored =
        expected === undefined
          ? this.#insert.run(namespace, key, json)
          : this.#replace.run(json, namespace, key, jsonText(namespace, key, expected));
      return stored > 0;
    });
  }

  list(namespace: string, limit: number): Promise<KeyValueEntry[]> {
    return this.#connection.run(() =>
      this.#list
        .all(namespace, limit)
        .map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown })),
    );
  }

  delete(namespace: string, key: string): Promise<void> {
    return this.#connection.run(() => void this.#delete.run(namespace, key));
  }

  deleteAll(namespace: string, prefix: string): Promise<void> {
    return this.#connection.run(() => {
      const end = endOfPrefix(prefix);
      if (end === undefined) {
        this.#deleteFrom.run(namespace, prefix);
      } else {
        this.#deleteRange.run(namespace, prefix, end);
      }
    });
  }
}
