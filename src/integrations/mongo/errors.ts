import { DomainError } from "../../core/errors.js";

/** The server's code for a value of a unique index that is there already; its texts differ between servers. */
const DUPLICATE_KEY = 11000;
/** OutOfDiskSpace. */
const DISK_FULL = 14031;
/** The driver's names of failures that pass: a lost connection, no primary, a pool that is used up. */
const PASSING = /Network|ServerSelection|PoolCleared|WaitQueueTimeout|WriteConcern|NotConnected/u;

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Whether a document with this id, or with the values of one of the unique indexes, is there already. */
export function isDuplicate(error: unknown): boolean {
  return codeOf(error) === DUPLICATE_KEY;
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && PASSING.test(error.name);
}

/** What must never be seen of a connection string: all of it, and its user and password in either spelling. */
function secretsOf(uri: string): string[] {
  const [user = "", ...password] = (/^[^/]*\/\/([^/]*)@/u.exec(uri)?.[1] ?? "").split(":");
  const spellings = [uri, user, password.join(":")].flatMap((secret) => {
    try {
      return [secret, decodeURIComponent(secret)];
    } catch {
      // A per cent sign that encodes nothing: there is no other spelling.
      return [secret];
    }
  });
  return spellings.filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
}

/** Runs work on the database, so that its failures are the core's errors. */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Makes the {@link Attempt} of one connection. Failures become `disk-full` or `storage-failed`. Their cause is
 * a copy that has the name, the code and the text of the driver's error and nothing else of it, since the
 * driver hangs the connection string and the documents to its errors; the credentials are masked.
 *
 * @param uri the connection string whose secrets are kept back
 */
export function attemptOn(uri: string): Attempt {
  const secrets = secretsOf(uri);
  const mask = (text: string) => secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);

  function causeOf(error: unknown): Error {
    if (!(error instanceof Error)) {
      return new Error(mask(String(error)));
    }
    const cause = new Error(mask(error.message));
    cause.stack = mask(error.stack ?? "");
    const code = codeOf(error);
    return Object.assign(cause, { name: error.name }, code === undefined ? {} : { code });
  }

  return async (work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) {
        throw error;
      }
      const cause = causeOf(error);
      if (codeOf(error) === DISK_FULL) {
        throw new DomainError("disk-full", {}, { cause, retryable: true });
      }
      throw new DomainError(
        "storage-failed",
        {},
        { cause, retryable: isPassing(error), message: `MongoDB: ${cause.message}` },
      );
    }
  };
}

/** How often a write is tried that met another's document; each try then finds what the other wrote. */
const DUPLICATE_ATTEMPTS = 5;

/**
 * Repeats an upsert that came second: two upserts of one key may both find nothing, and the unique index
 * refuses the later one (or, on some servers with MongoDB's protocol, the later one is answered with null).
 * The work must bear to be done twice.
 *
 * @throws DomainError `conflict` when the key is taken by a document that the work cannot find
 */
export async function repeatOnDuplicate<T>(work: () => Promise<T | null>): Promise<T> {
  for (let attempt = 1; attempt <= DUPLICATE_ATTEMPTS; attempt += 1) {
    try {
      const result = await work();
      if (result !== null) {
        return result;
      }
    } catch (error) {
      if (!isDuplicate(error)) {
        throw error;
      }
    }
  }
  throw new DomainError("conflict");
}
