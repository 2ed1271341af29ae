import { createConnection, type ConnectOptions, type Connection } from "mongoose";
import { DomainError } from "../../core/errors.js";
import type { StoreOptions, Stores } from "../../core/ports/stores.js";
import { collectionsOf, type Collections } from "./collections.js";
import type { StoredMeta } from "./documents.js";
import { attemptOn, repeatOnDuplicate } from "./errors.js";
import { storesOf, type Database } from "./stores.js";

/** Raised when documents change so that an older Darkroom would read them wrongly. */
const SCHEMA_VERSION = 1;
/** Where the connection string names no database. */
const DEFAULT_DATABASE = "darkroom";

/** Nothing waits for ever: a write that fails within these bounds is reported and may be tried again. */
const CONNECTION_OPTIONS: ConnectOptions = {
  appName: "darkroom",
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
  // An election takes up to 12 s by default; a write that meets one is told so earlier and is tried again.
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 10_000,
  socketTimeoutMS: 30_000,
  waitQueueTimeoutMS: 10_000,
  maxPoolSize: 20,
  // On the disks of most members before it returns, so that no election takes it back.
  writeConcern: { w: "majority", journal: true, wtimeoutMS: 10_000 },
  readPreference: "primary",
  retryWrites: true,
  ignoreUndefined: true,
};

function databaseOf(uri: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/u.exec(uri)?.[1];
  return path === undefined || path === "" ? DEFAULT_DATABASE : decodeURIComponent(path);
}

async function checkVersion({ meta }: Collections): Promise<void> {
  const found = await repeatOnDuplicate(() =>
    meta
      .findOneAndUpdate(
        { _id: "schema" },
        { $setOnInsert: { version: SCHEMA_VERSION } },
        { upsert: true, returnDocument: "after" },
      )
      .lean<StoredMeta | null>()
      .exec(),
  );
  if (found.version > SCHEMA_VERSION) {
    throw new DomainError(
      "storage-failed",
      {},
      {
        message:
          `The database has version ${found.version}, made by a newer Darkroom; this one knows versions up to ` +
          `${SCHEMA_VERSION}. Install the newer Darkroom again, or restore the backup from before the upgrade.`,
      },
    );
  }
}

async function createIndexes(collections: Collections): Promise<void> {
  const models = Object.values(collections) as { createIndexes(): Promise<void> }[];
  await Promise.all(models.map((model) => model.createIndexes()));
}

/** A connection of its own, so that nobody else's settings of mongoose's global one count. */
async function connect(uri: string): Promise<Connection> {
  const connection = createConnection();
  try {
    return await connection.openUri(uri, { ...CONNECTION_OPTIONS, dbName: databaseOf(uri) });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Connects, checks the version and makes the indexes. @throws DomainError `storage-failed` */
export async function openDatabase(uri: string): Promise<Database> {
  const attempt = attemptOn(uri);
  const connection = await attempt(() => connect(uri));
  const collections = collectionsOf(connection);
  try {
    await attempt(async () => {
      await checkVersion(collections);
      await createIndexes(collections);
    });
  } catch (error) {
    await connection.close();
    throw error;
  }
  return { connection, collections, attempt };
}

/**
 * Opens the stores in a MongoDB database (4.4 or newer), and makes the indexes that are missing. Several
 * processes may have it open.
 *
 * @param uri a connection string; its database is "darkroom" where it names none. It is never part of an error.
 * @throws DomainError `storage-failed` (not reached, refused, made by a newer Darkroom)
 */
export async function openMongo(uri: string, options: StoreOptions = {}): Promise<Stores> {
  return storesOf(await openDatabase(uri), options);
}
