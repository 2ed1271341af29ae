import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Person } from "./context.js";

const NAMESPACE = "verdict-replies";
/** As many drafts as can have people sending photos when a process dies. */
const MAX_DRAFTS = 10_000;

/** A photo whose faults its person has not been told yet. */
export interface Owed {
  readonly imageId: string;
  readonly number: number;
  readonly messageId: number;
}

export interface OwedVerdicts {
  readonly person: Person;
  readonly draftId: string;
  readonly owed: readonly Owed[];
}

/** Keeps what is owed, a record for each draft. */
export class OwedVerdictStore {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  async list(): Promise<OwedVerdicts[]> {
    const entries = await this.#keyValues.list(NAMESPACE, MAX_DRAFTS);
    return entries.map(({ value }) => value as OwedVerdicts);
  }

  /** On disk when it returns. */
  async write({ person, draftId, owed }: OwedVerdicts): Promise<void> {
    const key = `${person.actor.userId}/${draftId}`;
    if (owed.length === 0) await this.#keyValues.delete(NAMESPACE, key);
    else await this.#keyValues.write(NAMESPACE, key, { person, draftId, owed });
  }
}
