import type { Connection } from "mongoose";
import { DomainError } from "../../core/errors.js";
import { DEFAULT_REMEMBERED_UPDATES, type StoreOptions, type Stores } from "../../core/ports/stores.js";
import type { Collections } from "./collections.js";
import { MongoDatasetRepository } from "./dataset-repository.js";
import type { Attempt } from "./errors.js";
import { MongoKeyValueStore } from "./key-value-store.js";
import { MongoLedgerStore } from "./ledger-store.js";
import { MongoModelRepository } from "./model-repository.js";
import { MongoRecordArchive } from "./record-archive.js";
import { MongoTrainingRepository } from "./training-repository.js";
import { MongoUpdateInbox } from "./update-inbox.js";
import { MongoUserRepository } from "./user-repository.js";

/** A connection that was checked and has its indexes, with what the stores need of it. */
export interface Database {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly attempt: Attempt;
}

/** The stores that share one connection. */
export function storesOf({ connection, collections, attempt }: Database, options: StoreOptions): Stores {
  return {
    trainings: new MongoTrainingRepository(collections, attempt),
    datasets: new MongoDatasetRepository(collections, attempt),
    models: new MongoModelRepository(collections, attempt),
    users: new MongoUserRepository(collections, attempt),
    keyValues: new MongoKeyValueStore(collections, attempt),
    ledger: new MongoLedgerStore(collections, attempt),
    inbox: new MongoUpdateInbox(
      collections,
      attempt,
      options.rememberedUpdates ?? DEFAULT_REMEMBERED_UPDATES,
    ),
    archive: new MongoRecordArchive(collections, attempt),
    ping: () =>
      attempt(async () => {
        // The connection has no database once it was closed.
        if (connection.db === undefined) {
          throw new DomainError("storage-failed", {}, { message: "The database is closed" });
        }
        await connection.db.command({ ping: 1 });
      }),
    close: () => attempt(() => connection.close()),
  };
}
