import type { Connection, SqlValue, Statement } from "./connection.js";

interface DocumentRow {
  readonly doc: string;
}

/** A statement whose rows hold an aggregate as one JSON document, in a column `doc`. */
export class DocumentStatement<T> {
  readonly #statement: Statement<DocumentRow>;

  /** @param sql selects, or returns, documents that this folder wrote as a `T` */
  constructor(connection: Connection, sql: string) {
    this.#statement = connection.prepare(sql);
  }

  one(...values: SqlValue[]): T | undefined {
    const row = this.#statement.get(...values);
    return row === undefined ? undefined : (JSON.parse(row.doc) as T);
  }

  all(...values: SqlValue[]): T[] {
    return this.#statement.all(...values).map(({ doc }) => JSON.parse(doc) as T);
  }
}

/** The number that `SELECT count(*) AS n` gives. */
export function count(statement: Statement<{ n: number }>, ...values: SqlValue[]): number {
  return statement.get(...values)?.n ?? 0;
}
