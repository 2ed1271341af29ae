import Database from "libsql";
import { DomainError } from "../../core/errors.js";

const DISK_FULL_CODES: ReadonlySet<unknown> = new Set(["SQLITE_FULL", "ENOSPC", "EDQUOT"]);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Whether another connection held the lock for longer than the busy timeout. */
export function isBusy(error: unknown): boolean {
  return codeOf(error)?.startsWith("SQLITE_BUSY") ?? false;
}

/** Whether a row with this primary key, or with one of its unique values, is there already. */
export function isDuplicate(error: unknown): boolean {
  const code = error instanceof Database.SqliteError ? error.code : undefined;
  return code === "SQLITE_CONSTRAINT_PRIMARYKEY" || code === "SQLITE_CONSTRAINT_UNIQUE";
}

/**
 * What the core is told about a failure of the database: `disk-full`, or `storage-failed`; the technical
 * reason is its cause. An error that is the core's own already stays what it is.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  const code = codeOf(error);
  if (DISK_FULL_CODES.has(code)) {
    return new DomainError("disk-full", {}, { cause: error, retryable: true });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new DomainError(
    "storage-failed",
    {},
    { cause: error, retryable: isBusy(error), message: `SQLite: ${reason}` },
  );
}
