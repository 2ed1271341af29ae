import type { DatasetRepository } from "./dataset-repository.js";
import type { KeyValueStore } from "./key-value-store.js";
import type { LedgerStore } from "./ledger-store.js";
import type { ModelRepository } from "./model-repository.js";
import type { RecordArchive } from "./record-archive.js";
import type { TrainingRepository } from "./training-repository.js";
import type { UpdateInbox } from "./update-inbox.js";
import type { UserRepository } from "./user-repository.js";

/** Everything that is kept in one database, opened together and closed together. */
export interface Stores {
  readonly trainings: TrainingRepository;
  readonly datasets: DatasetRepository;
  readonly models: ModelRepository;
  readonly users: UserRepository;
  readonly keyValues: KeyValueStore;
  readonly ledger: LedgerStore;
  readonly inbox: UpdateInbox;
  /** All of the above, record by record. */
  readonly archive: RecordArchive;
  /** Resolves when the database answers. @throws DomainError `storage-failed` */
  ping(): Promise<void>;
  /** Closes the connection; nothing may be called afterwards. Closing twice is no error. */
  close(): Promise<void>;
}

/** What a caller may set about a database, whichever it is. */
export interface StoreOptions {
  /** How many handled updates the inbox remembers; 10,000 when left out. */
  readonly rememberedUpdates?: number;
}

export const DEFAULT_REMEMBERED_UPDATES = 10_000;
