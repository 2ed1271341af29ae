import { recordsOf } from "../migration/records.js";
import type { RecordArchive } from "../ports/record-archive.js";
import type { Training } from "../training/model.js";
import { isTerminal } from "../training/state.js";
import type { OpenRun, Runs } from "./reconcile.js";

/** What a training says of its points; undefined where it costs nothing. */
export type HeldFor = (training: Training) => Pick<OpenRun, "hold" | "points"> | undefined;

/** All trainings there are, page by page: a training that the queue's own lists missed is not to be missed here. */
export class TrainingRuns implements Runs {
  readonly #archive: RecordArchive;
  readonly #heldFor: HeldFor;

  constructor(archive: RecordArchive, heldFor: HeldFor) {
    this.#archive = archive;
    this.#heldFor = heldFor;
  }

  async *openRuns(): AsyncGenerator<OpenRun> {
    for await (const { value: training } of recordsOf(this.#archive, "trainings")) {
      if (isTerminal(training.status)) continue;
      const held = this.#heldFor(training);
      if (held !== undefined) yield { ...held, trainingId: training.id };
    }
  }
}
