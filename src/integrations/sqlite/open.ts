import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";
import { DomainError } from "../../core/errors.js";
import type { StoreOptions, Stores } from "../../core/ports/stores.js";
import { Connection } from "./connection.js";
import { isBusy, toDomainError } from "./errors.js";
import { migrate } from "./migrate.js";
import { storesOf } from "./stores.js";

/** How long a statement waits for another process's write; a commit takes milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** Taking over from a process that was killed recovers its log; where locks clash there, SQLite does not wait. */
const OPEN_ATTEMPTS = 50;
const OPEN_RETRY_MS = 100;
/** The write-ahead log is cut back to this after a checkpoint: 64 MiB. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

function configure(database: Database.Database): void {
  const mode = database.prepare("PRAGMA journal_mode = WAL").get() as { journal_mode: string };
  if (mode.journal_mode !== "wal") {
    throw new DomainError(
      "storage-failed",
      {},
      {
        message:
          `This file system cannot hold a SQLite database with a write-ahead log (mode "${mode.journal_mode}"). ` +
          "Put the data folder on a local disk, not on a network share.",
      },
    );
  }
  // With FULL every commit is on disk before it returns; NORMAL would lose the last ones in a power cut.
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = ON");
  // What a person had deleted is overwritten, not left in a freed page.
  database.exec("PRAGMA secure_delete = ON");
  database.exec(`PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`);
}

function openOnce(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    configure(database);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the file readable by its owner alone: it holds what persons wrote. */
async function createFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, "a", 0o600);
  await handle.close();
}

/**
 * The database ready for use: configured, and brought to this program's version.
 *
 * @throws DomainError `disk-full` or `storage-failed`
 */
export async function openConnection(file: string): Promise<Connection> {
  try {
    await createFile(file);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return new Connection(openOnce(file));
      } catch (error) {
        if (!isBusy(error) || attempt === OPEN_ATTEMPTS) {
          throw error;
        }
        await sleep(OPEN_RETRY_MS);
      }
    }
  } catch (error) {
    throw toDomainError(error);
  }
}

/**
 * Opens the stores in one SQLite file, which is made (with its folder) when it is not there. Several
 * processes may have it open; a process needs it once.
 *
 * @throws DomainError `disk-full`, or `storage-failed` (no such place, no database, made by a newer Darkroom)
 */
export async function openSqlite(file: string, options: StoreOptions = {}): Promise<Stores> {
  const connection = await openConnection(file);
  try {
    return storesOf(connection, options);
  } catch (error) {
    await connection.close();
    throw toDomainError(error);
  }
}
