import { DEFAULT_REMEMBERED_UPDATES, type StoreOptions, type Stores } from "../../core/ports/stores.js";
import type { Connection } from "./connection.js";
import { SqliteDatasetRepository } from "./dataset-repository.js";
import { SqliteKeyValueStore } from "./key-value-store.js";
import { SqliteLedgerStore } from "./ledger-store.js";
import { SqliteModelRepository } from "./model-repository.js";
import { SqliteRecordArchive } from "./record-archive.js";
import { SqliteTrainingRepository } from "./training-repository.js";
import { SqliteUpdateInbox } from "./update-inbox.js";
import { SqliteUserRepository } from "./user-repository.js";

/** The stores that share one connection. */
export function storesOf(connection: Connection, options: StoreOptions): Stores {
  const probe = connection.prepare("SELECT id FROM users WHERE id = ''");
  return {
    trainings: new SqliteTrainingRepository(connection),
    datasets: new SqliteDatasetRepository(connection),
    models: new SqliteModelRepository(connection),
    users: new SqliteUserRepository(connection),
    keyValues: new SqliteKeyValueStore(connection),
    ledger: new SqliteLedgerStore(connection),
    inbox: new SqliteUpdateInbox(connection, options.rememberedUpdates ?? DEFAULT_REMEMBERED_UPDATES),
    archive: new SqliteRecordArchive(connection),
    ping: () => connection.run(() => void probe.get()),
    close: () => connection.close(),
  };
}
