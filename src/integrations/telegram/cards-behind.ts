import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Person } from "./context.js";
import { Turns } from "./turns.js";

const PLACE = ["collecting-cards-behind", "all"] as const;

export interface Behind {
  readonly person: Person;
  readonly draftId: string;
}

/** Which cards are behind their datasets, so that the next start puts them right. */
export class CardsBehind {
  readonly #keyValues: KeyValueStore;
  readonly #turns = new Turns();

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  async read(): Promise<readonly Behind[]> {
    return ((await this.#keyValues.read(...PLACE)) as Behind[] | undefined) ?? [];
  }

  /** One write after the other, each of what is behind by then: what stands there in the end is the latest. */
  async write(behind: () => readonly Behind[]): Promise<void> {
    await this.#turns.run("write", () => this.#keyValues.write(...PLACE, behind()));
  }
}
