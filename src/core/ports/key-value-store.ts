/**
 * Small JSON documents that an adapter keeps for itself (where a conversation stands, which message is the
 * progress card). Namespaces keep adapters apart.
 */
export interface KeyValueStore {
  read(namespace: string, key: string): Promise<unknown>;
  /** Stores a JSON value, on disk when it returns. */
  write(namespace: string, key: string, value: unknown): Promise<void>;
  delete(namespace: string, key: string): Promise<void>;
  /** Deletes every key of the namespace that starts with the prefix. */
  deleteAll(namespace: string, prefix: string): Promise<void>;
}
