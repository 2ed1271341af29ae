import { DomainError } from "../../core/errors.js";
import {
  keyValueId,
  parseKeyValueId,
  type ArchivedRecord,
  type RecordArchive,
  type RecordKind,
  type RecordKinds,
} from "../../core/ports/record-archive.js";
import type { Connection, SqlValue } from "./connection.js";
import { isDuplicate } from "./errors.js";

/** The rows of one kind. `put` gives whether the record was taken. */
interface Shelf {
  page(after: string | undefined, limit: number): ArchivedRecord<RecordKind>[];
  get(id: string): unknown;
  put(id: string, value: unknown): boolean;
  remove(id: string): void;
}

interface Row {
  readonly id: string;
  readonly value: string;
}

interface ShelfSql {
  readonly table: string;
  readonly id: string;
  readonly value: string;
  readonly put: string;
}

/** A table whose rows have an id and a value that is JSON text (or a number, which reads the same). */
function shelf(connection: Connection, { table, id, value, put }: ShelfSql): Shelf {
  const columns = `${id} AS id, ${value} AS value`;
  const page = connection.prepare<Row>(
    `SELECT ${columns} FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ?`,
  );
  const get = connection.prepare<Row>(`SELECT ${columns} FROM ${table} WHERE ${id} = ?`);
  const store = connection.prepare(put);
  const remove = connection.prepare(`DELETE FROM ${table} WHERE ${id} = ?`);
  const read = (row: Row) => ({ id: row.id, value: JSON.parse(row.value) as RecordKinds[RecordKind] });
  return {
    page: (after = "", limit) => page.all(after, limit).map(read),
    get: (key) => {
      const row = get.get(key);
      return row === undefined ? undefined : read(row).value;
    },
    put: (key, content) => store.run(key, JSON.stringify(content)) > 0,
    remove: (key) => void remove.run(key),
  };
}

function documents(connection: Connection, table: string, unless = ""): Shelf {
  const put = `INSERT INTO ${table} (id, doc) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET doc = excluded.doc ${unless}`;
  return shelf(connection, { table, id: "id", value: "doc", put });
}

function positions(connection: Connection): Shelf {
  const put = `INSERT INTO dataset_positions (training_id, last) VALUES (?, CAST(? AS INTEGER))
    ON CONFLICT (training_id) DO UPDATE SET last = excluded.last`;
  return shelf(connection, {
    table: "dataset_positions",
    id: "training_id",
    value: "CAST(last AS TEXT)",
    put,
  });
}

function keyValues(connection: Connection): Shelf {
  interface KeyValueRow {
    readonly namespace: string;
    readonly key: string;
    readonly value: string;
  }
  const page = connection.prepare<KeyValueRow>(
    `SELECT namespace, key, value FROM key_values WHERE (namespace, key) > (?, ?)
     ORDER BY namespace, key LIMIT ?`,
  );
  const get = connection.prepare<KeyValueRow>(
    "SELECT namespace, key, value FROM key_values WHERE namespace = ? AND key = ?",
  );
  const put = connection.prepare(
    `INSERT INTO key_values (namespace, key, value) VALUES (?, ?, ?)
     ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
  );
  const remove = connection.prepare("DELETE FROM key_values WHERE namespace = ? AND key = ?");
  const split = (id: string): [string, string] => {
    const { namespace, key } = parseKeyValueId(id);
    return [namespace, key];
  };
  return {
    page: (after, limit) =>
      page
        .all(...(after === undefined ? ["", ""] : split(after)), limit)
        .map(({ namespace, key, value }) => ({
          id: keyValueId(namespace, key),
          value: JSON.parse(value) as unknown,
        })),
    get: (id) => {
      const row = get.get(...split(id));
      return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
    },
    put: (id, value) => put.run(...split(id), JSON.stringify(value)) > 0,
    remove: (id) => void remove.run(...split(id)),
  };
}

/** Before every number that an update may have. */
const FIRST = Number.MIN_SAFE_INTEGER;

function pendingUpdates(connection: Connection): Shelf {
  interface UpdateRow {
    readonly id: number;
    readonly body: string;
    readonly attempts: number;
  }
  const columns = "SELECT id, body, attempts FROM inbox_updates";
  const page = connection.prepare<UpdateRow>(`${columns} WHERE id > ? ORDER BY id LIMIT ?`);
  const get = connection.prepare<UpdateRow>(`${columns} WHERE id = ?`);
  const put = connection.prepare(
    `INSERT INTO inbox_updates (id, body, attempts) SELECT ?1, ?2, ?3
     WHERE NOT EXISTS (SELECT 1 FROM inbox_handled WHERE id = ?1)
     ON CONFLICT (id) DO UPDATE SET body = excluded.body, attempts = excluded.attempts`,
  );
  const remove = connection.prepare("DELETE FROM inbox_updates WHERE id = ?");
  const read = ({ body, attempts }: UpdateRow) => ({ body: JSON.parse(body) as unknown, attempts });
  return {
    page: (after, limit) =>
      page
        .all(after === undefined ? FIRST : Number(after), limit)
        .map((row) => ({ id: String(row.id), value: read(row) })),
    get: (id) => {
      const row = get.get(Number(id));
      return row === undefined ? undefined : read(row);
    },
    put: (id, value) => {
      const { body, attempts } = value as RecordKinds["pendingUpdates"];
      return put.run(Number(id), JSON.stringify(body), attempts) > 0;
    },
    remove: (id) => void remove.run(Number(id)),
  };
}

function handledUpdates(connection: Connection): Shelf {
  const page = connection.prepare<{ id: number }>(
    "SELECT id FROM inbox_handled WHERE id > ? ORDER BY id LIMIT ?",
  );
  const get = connection.prepare("SELECT id FROM inbox_handled WHERE id = ?");
  const forget = connection.prepare("DELETE FROM inbox_updates WHERE id = ?");
  const put = connection.prepare("INSERT INTO inbox_handled (id) VALUES (?) ON CONFLICT (id) DO NOTHING");
  const remove = connection.prepare("DELETE FROM inbox_handled WHERE id = ?");
  const values = (id: string): SqlValue[] => [Number(id)];
  return {
    page: (after, limit) =>
      page
        .all(after === undefined ? FIRST : Number(after), limit)
        .map(({ id }) => ({ id: String(id), value: true })),
    get: (id) => (get.get(...values(id)) === undefined ? undefined : true),
    put: (id) => {
      forget.run(...values(id));
      put.run(...values(id));
      return true;
    },
    remove: (id) => void remove.run(...values(id)),
  };
}

export class SqliteRecordArchive implements RecordArchive {
  readonly #connection: Connection;
  readonly #shelves: Readonly<Record<RecordKind, Shelf>>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#shelves = {
      users: documents(connection, "users"),
      images: documents(connection, "dataset_images"),
      positions: positions(connection),
      models: documents(connection, "models"),
      keyValues: keyValues(connection),
      postings: documents(connection, "postings"),
      trainings: documents(
        connection,
        "trainings",
        "WHERE (trainings.doc ->> '$.version') <= (excluded.doc ->> '$.version')",
      ),
      pendingUpdates: pendingUpdates(connection),
      handledUpdates: handledUpdates(connection),
    };
  }

  page<K extends RecordKind>(
    kind: K,
    after: string | undefined,
    limit: number,
  ): Promise<ArchivedRecord<K>[]> {
    return this.#connection.run(() => this.#shelves[kind].page(after, limit) as ArchivedRecord<K>[]);
  }

  get<K extends RecordKind>(kind: K, id: string): Promise<RecordKinds[K] | undefined> {
    return this.#connection.run(() => this.#shelves[kind].get(id) as RecordKinds[K] | undefined);
  }

  put<K extends RecordKind>(kind: K, { id, value }: ArchivedRecord<K>): Promise<void> {
    return this.#connection.write(() => {
      try {
        if (!this.#shelves[kind].put(id, value)) throw new DomainError("conflict");
      } catch (error) {
        throw isDuplicate(error) ? new DomainError("conflict", {}, { cause: error }) : error;
      }
    });
  }

  remove(kind: RecordKind, id: string): Promise<void> {
    return this.#connection.run(() => {
      this.#shelves[kind].remove(id);
    });
  }
}
