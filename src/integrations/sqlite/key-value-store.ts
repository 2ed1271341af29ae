import { endOfPrefix } from "../../core/ports/key-prefix.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Connection, Statement } from "./connection.js";

export class SqliteKeyValueStore implements KeyValueStore {
  readonly #connection: Connection;
  readonly #read: Statement<{ value: string }>;
  readonly #write: Statement;
  readonly #delete: Statement;
  readonly #deleteRange: Statement;
  readonly #deleteFrom: Statement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#read = connection.prepare("SELECT value FROM key_values WHERE namespace = ? AND key = ?");
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
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) {
      throw new TypeError(`The value of ${namespace}/${key} is no JSON; delete the key instead`);
    }
    await this.#connection.run(() => this.#write.run(namespace, key, json));
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
