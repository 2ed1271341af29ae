import type Database from "libsql";
import { DomainError, isDomainError } from "../../core/errors.js";
import { toDomainError } from "./errors.js";

/** What a statement may be given; the binding knows no undefined. */
export type SqlValue = string | number;

/** A prepared statement of one connection; who prepares it says what its rows look like. */
export class Statement<Row extends object = object> {
  readonly #statement: Database.Statement;

  constructor(database: Database.Database, sql: string) {
    this.#statement = database.prepare(sql);
  }

  /** @returns how many rows were changed */
  run(...values: SqlValue[]): number {
    return this.#statement.run(...values).changes;
  }

  /** The first row. */
  get(...values: SqlValue[]): Row | undefined {
    return this.#statement.get(...values) as Row | undefined;
  }

  all(...values: SqlValue[]): Row[] {
    return this.#statement.all(...values) as Row[];
  }
}

/**
 * The one connection of a process. The binding is synchronous: a piece of work runs to its end before any
 * other of this process begins, and only other processes can come in between.
 */
export class Connection {
  readonly #database: Database.Database;
  readonly #sql: string[] = [];

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Every statement that was prepared, so that a test can ask for the plan of each. */
  get preparedSql(): readonly string[] {
    return this.#sql;
  }

  prepare<Row extends object = object>(sql: string): Statement<Row> {
    this.#sql.push(sql);
    return new Statement<Row>(this.#database, sql);
  }

  /**
   * Runs work of which each statement stands for itself.
   *
   * @throws DomainError `disk-full` or `storage-failed`, and what the work throws of the core's own
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      try {
        // The binding's statements go on working after a close; who calls then has a mistake to find.
        if (!this.#database.open) {
          throw new DomainError("storage-failed", {}, { message: "The database is closed" });
        }
        resolve(work());
      } catch (error) {
        reject(toDomainError(error));
      }
    });
  }

  /** As {@link run}, all or nothing, with no other writer in between. */
  write<T>(work: () => T): Promise<T> {
    return this.run(() => this.transaction(work));
  }

  /**
   * A write transaction. It takes the write lock at its start: one that began by reading could not wait
   * for another writer, but would fail at once.
   */
  transaction<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk has ended the transaction already; rolling back again would hide the first error.
      if (this.#database.inTransaction) {
        this.#database.exec("ROLLBACK");
      }
      throw error;
    }
  }

  /** Moves what the write-ahead log holds into the file, where no other process reads, and closes it. */
  async close(): Promise<void> {
    if (!this.#database.open) {
      return;
    }
    try {
      await this.run(() => this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    } catch (error) {
      // Where the disk has no room for it nothing is lost: the log stays, and the next open reads it.
      if (!isDomainError(error, "disk-full")) {
        throw error;
      }
    } finally {
      this.#database.close();
    }
  }
}
