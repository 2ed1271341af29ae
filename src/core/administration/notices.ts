import type { ErrorCode } from "../errors.js";
import type { KeyValueStore } from "../ports/key-value-store.js";

const NAMESPACE = "admin-notices";
const MAX_PENDING = 100;

/** A training that failed on a slot; its name is looked up when it is shown, for it may be deleted by then. */
export interface SlotFailure {
  readonly trainingId: string;
  readonly code: ErrorCode;
  readonly at: number;
}

interface NoticeBase {
  readonly id: string;
  readonly createdAt: number;
  readonly workerId: string;
  readonly workerName: string;
}

/** A message that is owed to every administrator. */
export type AdminNotice = NoticeBase &
  (
    | {
        readonly kind: "slot-failing";
        readonly slotId: string;
        /** How many trainings in a row. */
        readonly count: number;
        /** The last of them, the oldest first. */
        readonly failures: readonly SlotFailure[];
      }
    | { readonly kind: "drained" }
  );

/** A notice, and who has it already. */
export interface PendingNotice {
  readonly notice: AdminNotice;
  readonly delivered: readonly string[];
}

/**
 * Messages owed to the administrators. They are kept in the database until they have arrived: the worker that
 * has something to tell may be a process without a chat.
 */
export class AdminNotices {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  /** One that is owed already (the same id) is owed once. */
  async raise(notice: AdminNotice): Promise<void> {
    const known = await this.#keyValues.read(NAMESPACE, notice.id);
    if (known === undefined) await this.write({ notice, delivered: [] });
  }

  async pending(): Promise<PendingNotice[]> {
    const entries = await this.#keyValues.list(NAMESPACE, MAX_PENDING);
    return entries.map(({ value }) => value as PendingNotice);
  }

  async write(pending: PendingNotice): Promise<void> {
    await this.#keyValues.write(NAMESPACE, pending.notice.id, pending);
  }

  async settle(noticeId: string): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, noticeId);
  }
}
