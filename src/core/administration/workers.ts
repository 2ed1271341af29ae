import type { Slot } from "../ports/job-runtime.js";
import type { KeyValueStore } from "../ports/key-value-store.js";

export const WORKERS_NAMESPACE = "workers";
/** A worker writes every 15 s: after four times that it hangs, is gone or has no database. */
const SILENT_AFTER_MS = 60_000;
/** A worker that has been gone for so long is not coming back under this id. */
const FORGOTTEN_AFTER_MS = 7 * 24 * 3_600_000;
/** More workers on one database than anybody has. */
export const MAX_WORKERS = 500;

/** What a worker tells of itself. */
export interface WorkerRecord {
  readonly id: string;
  /** For people to know it by: its host's name. */
  readonly name: string;
  readonly version: string;
  readonly slots: readonly Pick<Slot, "id" | "kind" | "memoryGiB">[];
  readonly startedAt: number;
  /** When it last wrote this, by its own clock. */
  readonly at: number;
}

export interface SeenWorker extends WorkerRecord {
  /** It has not been heard of for a minute. */
  readonly silent: boolean;
}

/** The workers on one database, as they tell of themselves; those that stopped in order are not among them. */
export class Workers {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  /** Every worker, by name and then by id. */
  async list(now: number): Promise<SeenWorker[]> {
    const records = await this.#records();
    return records
      .map((record) => ({ ...record, silent: now - record.at > SILENT_AFTER_MS }))
      .sort((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
  }

  async write(record: WorkerRecord): Promise<void> {
    await this.#keyValues.write(WORKERS_NAMESPACE, record.id, record);
  }

  async remove(workerId: string): Promise<void> {
    await this.#keyValues.delete(WORKERS_NAMESPACE, workerId);
  }

  /** Removes those that were killed and have not come back for a week; gives their ids. */
  async removeForgotten(now: number): Promise<string[]> {
    const forgotten = (await this.#records()).filter(({ at }) => now - at > FORGOTTEN_AFTER_MS);
    for (const { id } of forgotten) await this.remove(id);
    return forgotten.map(({ id }) => id);
  }

  async #records(): Promise<WorkerRecord[]> {
    const entries = await this.#keyValues.list(WORKERS_NAMESPACE, MAX_WORKERS);
    return entries.map(({ value }) => value as WorkerRecord);
  }
}
