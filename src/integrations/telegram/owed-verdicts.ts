import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { CardNamespace } from "./card-places.js";
import type { Person } from "./context.js";

type Namespace = Extract<CardNamespace, "verdict-replies" | "face-checks">;
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

/** Keeps what is owed, a record for each draft; and of which drafts faces are still looked for. */
export class OwedVerdictStore {
  readonly #keyValues: KeyValueStore;
  readonly #namespace: Namespace;

  constructor(keyValues: KeyValueStore, namespace: Namespace) {
    this.#keyValues = keyValues;
    this.#namespace = namespace;
  }

  async list(): Promise<OwedVerdicts[]> {
    const entries = await this.#keyValues.list(this.#namespace, MAX_DRAFTS);
    return entries.map(({ value }) => value as OwedVerdicts);
  }

  /** On disk when it returns. */
  async write(verdicts: OwedVerdicts): Promise<void> {
    if (verdicts.owed.length === 0) await this.#keyValues.delete(this.#namespace, keyOf(verdicts));
    else await this.keep(verdicts);
  }

  /** Writes it also where nothing is owed for a message. On disk when it returns. */
  async keep({ person, draftId, owed }: OwedVerdicts): Promise<void> {
    await this.#keyValues.write(this.#namespace, keyOf({ person, draftId }), { person, draftId, owed });
  }
}

function keyOf({ person, draftId }: Pick<OwedVerdicts, "person" | "draftId">): string {
  return `${person.actor.userId}/${draftId}`;
}
