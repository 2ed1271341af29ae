import { isDeepStrictEqual } from "node:util";
import type { KeyValueEntry, KeyValueStore } from "../../src/core/ports/key-value-store.js";
import type { Unsteady } from "./unsteady.js";

/** Key-values in memory, for histories by the thousand. */
export class MemoryKeyValues implements KeyValueStore {
  readonly #values = new Map<string, unknown>();
  readonly #unsteady: Unsteady;

  constructor(unsteady: Unsteady) {
    this.#unsteady = unsteady;
  }

  read(namespace: string, key: string): Promise<unknown> {
    return this.#unsteady.call(() => this.#values.get(placeOf(namespace, key)));
  }

  write(namespace: string, key: string, value: unknown): Promise<void> {
    return this.#unsteady.call(() => void this.#values.set(placeOf(namespace, key), value));
  }

  compareAndSet(namespace: string, key: string, expected: unknown, value: unknown): Promise<boolean> {
    return this.#unsteady.call(() => {
      const place = placeOf(namespace, key);
      const equal = isDeepStrictEqual(this.#values.get(place), expected);
      if (equal) this.#values.set(place, value);
      return equal;
    });
  }

  list(namespace: string, limit: number): Promise<KeyValueEntry[]> {
    return this.#unsteady.call(() => {
      const start = placeOf(namespace, "");
      const places = [...this.#values.keys()].filter((place) => place.startsWith(start)).sort();
      return places
        .slice(0, limit)
        .map((place) => ({ key: place.slice(start.length), value: this.#values.get(place) }));
    });
  }

  delete(namespace: string, key: string): Promise<void> {
    return this.#unsteady.call(() => void this.#values.delete(placeOf(namespace, key)));
  }

  deleteAll(namespace: string, prefix: string): Promise<void> {
    return this.#unsteady.call(() => {
      const start = placeOf(namespace, prefix);
      for (const place of this.#values.keys()) if (place.startsWith(start)) this.#values.delete(place);
    });
  }
}

function placeOf(namespace: string, key: string): string {
  return `${namespace}\n${key}`;
}
