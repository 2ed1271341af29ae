import { DomainError } from "../../src/core/errors.js";
import type { KeyValueEntry } from "../../src/core/ports/key-value-store.js";
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

/** One namespace of keys and values in memory. */
export class MemoryKeyValues {
  readonly #unsteady: Unsteady;
  readonly #values = new Map<string, unknown>();

  constructor(unsteady: Unsteady) {
    this.#unsteady = unsteady;
  }

  async write(_namespace: string, key: string, value: unknown): Promise<void> {
    await this.#unsteady.call(() => this.#values.set(key, value));
  }

  async list(_namespace: string, limit: number): Promise<KeyValueEntry[]> {
    return this.#unsteady.call(() =>
      [...this.#values].slice(0, limit).map(([key, value]) => ({ key, value })),
    );
  }

  async delete(_namespace: string, key: string): Promise<void> {
    await this.#unsteady.call(() => this.#values.delete(key));
  }
}
