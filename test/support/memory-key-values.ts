import { jsonText } from "../../src/core/ports/json-text.js";
import type { KeyValueEntry, KeyValueStore } from "../../src/core/ports/key-value-store.js";
import type { Unsteady } from "./unsteady.js";

/** Key-values in memory, for histories by the thousand. */
export class MemoryKeyValues implements KeyValueStore {
  readonly #texts = new Map<string, Map<string, string>>();
  readonly #unsteady: Unsteady;

  constructor(unsteady: Unsteady) {
    this.#unsteady = unsteady;
  }

  read(namespace: string, key: string): Promise<unknown> {
    return this.#unsteady.call(() => {
      const text = this.#of(namespace).get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    });
  }

  write(namespace: string, key: string, value: unknown): Promise<void> {
    return this.#unsteady.call(() => void this.#of(namespace).set(key, jsonText(namespace, key, value)));
  }

  compareAndSet(namespace: string, key: string, expected: unknown, value: unknown): Promise<boolean> {
    return this.#unsteady.call(() => {
      const texts = this.#of(namespace);
      const text = expected === undefined ? undefined : jsonText(namespace, key, expected);
      if (texts.get(key) !== text) return false;
      texts.set(key, jsonText(namespace, key, value));
      return true;
    });
  }

  list(namespace: string, limit: number): Promise<KeyValueEntry[]> {
    return this.#unsteady.call(() =>
      [...this.#of(namespace)]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(([key, text]) => ({ key, value: JSON.parse(text) as unknown })),
    );
  }

  delete(namespace: string, key: string): Promise<void> {
    return this.#unsteady.call(() => void this.#of(namespace).delete(key));
  }

  deleteAll(namespace: string, prefix: string): Promise<void> {
    return this.#unsteady.call(() => {
      const texts = this.#of(namespace);
      for (const key of texts.keys()) if (key.startsWith(prefix)) texts.delete(key);
    });
  }

  #of(namespace: string): Map<string, string> {
    const texts = this.#texts.get(namespace) ?? new Map<string, string>();
    this.#texts.set(namespace, texts);
    return texts;
  }
}
