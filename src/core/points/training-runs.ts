import { recordsOf } from "../migration/records.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { RecordArchive } from "../ports/record-archive.js";
import type { Stores } from "../ports/stores.js";
import { STARTING_HOLDS } from "../training/charging.js";
import type { Training } from "../training/model.js";
import { isTerminal } from "../training/state.js";
import type { OpenRun, Runs } from "./reconcile.js";

/** What a training says of its points; undefined where it costs nothing. */
export type HeldFor = (training: Training) => Pick<OpenRun, "hold" | "points"> | undefined;

/** All trainings there are, page by page: a training that the queue's own lists missed is not to be missed here. */
export class TrainingRuns implements Runs {
  readonly #archive: RecordArchive;
  readonly #keyValues: Pick<KeyValueStore, "read">;
  readonly #heldFor: HeldFor;

  constructor({ archive, keyValues }: Pick<Stores, "archive" | "keyValues">, heldFor: HeldFor) {
    this.#archive = archive;
    this.#keyValues = keyValues;
    this.#heldFor = heldFor;
  }

  async *openRuns(): AsyncGenerator<OpenRun> {
    for await (const { value: training } of recordsOf(this.#archive, "trainings")) {
      if (isTerminal(training.status)) continue;
      const held = this.#heldFor(training);
      if (held !== undefined) yield { ...held, trainingId: training.id };
    }
  }

  async isStarting(hold: string): Promise<boolean> {
    return (await this.#keyValues.read(STARTING_HOLDS, hold)) !== undefined;
  }
}
