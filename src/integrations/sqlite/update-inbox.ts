import { DomainError } from "../../core/errors.js";
import type { StoredUpdate, UpdateInbox } from "../../core/ports/update-inbox.js";
import type { Connection } from "./connection.js";

interface UpdateRow {
  readonly id: number;
  readonly body: string;
  readonly attempts: number;
}

function statements(connection: Connection) {
  return {
    append: connection.prepare(
      `INSERT INTO inbox_updates (id, body) SELECT ?1, ?2
       WHERE NOT EXISTS (SELECT 1 FROM inbox_handled WHERE id = ?1) ON CONFLICT (id) DO NOTHING`,
    ),
    pending: connection.prepare<UpdateRow>("SELECT id, body, attempts FROM inbox_updates ORDER BY id"),
    begin: connection.prepare<{ attempts: number }>(
      "UPDATE inbox_updates SET attempts = attempts + 1 WHERE id = ? RETURNING attempts",
    ),
    remove: connection.prepare("DELETE FROM inbox_updates WHERE id = ?"),
    remember: connection.prepare("INSERT INTO inbox_handled (id) VALUES (?) ON CONFLICT (id) DO NOTHING"),
    forget: connection.prepare(
      "DELETE FROM inbox_handled WHERE sequence <= (SELECT max(sequence) FROM inbox_handled) - ?",
    ),
  };
}

export class SqliteUpdateInbox implements UpdateInbox {
  readonly #connection: Connection;
  readonly #remembered: number;
  readonly #sql: ReturnType<typeof statements>;

  /** @param remembered how many handled updates are known when they come again */
  constructor(connection: Connection, remembered: number) {
    this.#connection = connection;
    this.#remembered = remembered;
    this.#sql = statements(connection);
  }

  async append(updates: readonly { id: number; body: unknown }[]): Promise<number[]> {
    if (updates.length === 0) {
      return [];
    }
    return this.#connection.write(() =>
      updates
        .filter(({ id, body }) => this.#sql.append.run(id, JSON.stringify(body)) > 0)
        .map(({ id }) => id),
    );
  }

  pending(): Promise<StoredUpdate[]> {
    return this.#connection.run(() =>
      this.#sql.pending
        .all()
        .map(({ id, body, attempts }) => ({ id, body: JSON.parse(body) as unknown, attempts })),
    );
  }

  begin(id: number): Promise<number> {
    return this.#connection.run(() => {
      const row = this.#sql.begin.get(id);
      if (row === undefined) {
        throw new DomainError("not-found");
      }
      return row.attempts;
    });
  }

  done(id: number): Promise<void> {
    return this.#connection.write(() => {
      if (this.#sql.remove.run(id) > 0) {
        this.#sql.remember.run(id);
        this.#sql.forget.run(this.#remembered);
      }
    });
  }
}
