/** Bytes as they pass through, chunk by chunk; never a whole file in memory. */
export type ByteStream = AsyncIterable<Uint8Array>;

export interface BlobFacts {
  readonly bytes: number;
  readonly contentType: string;
}

export interface StoredBlob extends BlobFacts {
  /** Hex, of the bytes as they were stored. */
  readonly sha256: string;
}

/** Inclusive at both ends, as in an HTTP Range header. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface LinkOptions {
  /** The name under which a browser saves the file; any Unicode. */
  readonly fileName: string;
  readonly expiresInSeconds: number;
}

/**
 * Files by key: a local folder, or one bucket of an S3 server. Keys are relative paths of `[A-Za-z0-9._-]`
 * segments joined by `/`; any other key is refused with a TypeError, so that no key reaches outside.
 */
export interface BlobStore {
  /**
   * Stores a stream under a key, whole or not at all; an older blob of that key is replaced at once.
   *
   * @param options.sha256 hex; when given and the bytes differ, nothing is stored
   * @throws DomainError `storage-failed` or `disk-full`
   */
  put(
    key: string,
    content: ByteStream,
    options: { contentType: string; sha256?: string },
  ): Promise<StoredBlob>;
  /** @throws DomainError `not-found` (before the first chunk) */
  get(key: string, range?: ByteRange): Promise<ByteStream>;
  stat(key: string): Promise<BlobFacts | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Deletes every key that starts with the prefix (which ends in `/`); gives how many there were. */
  deleteAll(prefix: string): Promise<number>;
  /** Keys that start with the prefix (which ends in `/`), in order. */
  list(prefix: string): AsyncIterable<string>;
  /** A link that needs no login and ends by itself; made without asking whether the blob exists. */
  link(key: string, options: LinkOptions): Promise<string>;
}

/** The other end of a link that the house signs itself: used by the HTTP side to serve a local folder. */
export interface SignedDownloads {
  /**
   * @param path what follows the base URL, without the query
   * @throws DomainError `link-invalid` (not signed by us, or changed), `link-expired`, `not-found`
   */
  resolve(path: string, query: Readonly<Record<string, string>>): Promise<Download>;
}

export interface Download extends BlobFacts {
  readonly fileName: string;
  /** Differs whenever the bytes may differ, so that a download that goes on never mixes two files. */
  readonly revision: string;
  open(range?: ByteRange): Promise<ByteStream>;
}
