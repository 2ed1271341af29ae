import type Database from "libsql";
import { DomainError } from "../../core/errors.js";
import { Connection } from "./connection.js";
import { MIGRATIONS } from "./migrations/index.js";

function versionOf(database: Database.Database): number {
  const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
  return row.user_version;
}

/**
 * Brings a database to the version of this program, each migration whole or not at all; another process
 * may do the same at the same time.
 *
 * @throws DomainError `storage-failed` when a newer program has written it
 */
export function migrate(database: Database.Database, migrations: readonly string[] = MIGRATIONS): void {
  const connection = new Connection(database);
  const found = versionOf(database);
  if (found > migrations.length) {
    throw new DomainError(
      "storage-failed",
      {},
      {
        message:
          `The database has version ${found}, made by a newer Darkroom; this one knows versions up to ` +
          `${migrations.length}. Install the newer Darkroom again, or restore the backup from before the upgrade.`,
      },
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (versionOf(database) > index) {
      continue;
    }
    connection.transaction(() => {
      // Read again under the lock: the other process may have been first.
      if (versionOf(database) === index) {
        database.exec(sql);
        database.exec(`PRAGMA user_version = ${index + 1}`);
      }
    });
  }
}
