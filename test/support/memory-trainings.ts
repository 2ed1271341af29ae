import { DomainError } from "../../src/core/errors.js";
import type { Training } from "../../src/core/training/model.js";
import type { Unsteady } from "./unsteady.js";

/** Trainings in memory, read and saved as the stores do it: on the last version alone. */
export class MemoryTrainings {
  readonly #unsteady: Unsteady;
  readonly #stored = new Map<string, Training>();

  constructor(unsteady: Unsteady, trainings: readonly Training[]) {
    this.#unsteady = unsteady;
    for (const training of trainings) this.#stored.set(training.id, training);
  }

  async get(id: string): Promise<Training | undefined> {
    return this.#unsteady.call(() => this.#stored.get(id));
  }

  async save(training: Training): Promise<Training> {
    return this.#unsteady.call(() => {
      if (this.#stored.get(training.id)?.version !== training.version) throw new DomainError("conflict");
      const saved = { ...training, version: training.version + 1 };
      this.#stored.set(training.id, saved);
      return saved;
    });
  }
}
