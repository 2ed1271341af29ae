export interface KeyValueEntry {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Small JSON documents that an adapter keeps for itself (where a conversation stands, which message is the
 * progress card). Namespaces keep adapters apart.
 */
export interface KeyValueStore {
  read(namespace: string, key: string): Promise<unknown>;
  /** Stores a JSON value, on disk when it returns. */
  write(namespace: string, key: string, value: unknown): Promise<void>;
  /**
   * Stores the value if the one that is there is still the expected one, atomically among all processes.
   *
   * @param expected as {@link read} gave it; undefined when there must be none
   * @returns whether it was stored
   */
  compareAndSet(namespace: string, key: string, expected: unknown, value: unknown): Promise<boolean>;
  /** Up to `limit` keys of the namespace with their values, in the order of the keys. */
  list(namespace: string, limit: number): Promise<KeyValueEntry[]>;
  delete(namespace: string, key: string): Promise<void>;
  /** Deletes every key of the namespace that starts with the prefix. */
  deleteAll(namespace: string, prefix: string): Promise<void>;
}
