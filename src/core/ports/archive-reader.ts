import type { ByteStream } from "./blob-store.js";

export const ARCHIVE_LIMITS = {
  /** The archive itself: 300 phone photos, with room to spare. */
  maxFileBytes: 2 ** 30,
  /** Files and folders: 300 photos with their captions, all twice as macOS packs them, and some more. */
  maxEntries: 2_000,
  /** Names, comments and extra fields of all entries together: 2,000 names of the greatest length a phone gives. */
  maxNameBytes: 4 * 2 ** 20,
  /** One unpacked photo: what a single file may have too. */
  maxPhotoBytes: 64 * 2 ** 20,
  /** A caption has 1,000 characters at most, of four bytes at most, and some spaces around it. */
  maxTextBytes: 16 * 2 ** 10,
  /** All that is unpacked of one archive. */
  maxUnpackedBytes: 2 * 2 ** 30,
  /** Unpacked by packed bytes. Photos are packed already (about 1); deflate reaches 1,030 on zeros. */
  maxRatio: 100,
  /** What an entry may unpack to before its ratio counts: small files of one colour are no bombs. */
  ratioFreeBytes: 2 ** 20,
} as const;

/** What an archive says of a file in it. Its name is shown and compared, never used as a path. */
export interface ArchiveEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Why its content cannot be had: a link or a device, locked with a password, packed by a method unknown here. */
  readonly fault: "link" | "encrypted" | "method" | undefined;
  /** As the archive states it; what comes out is counted by the reader of the stream. */
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /**
   * The unpacked content as a stream; may be called again.
   *
   * @throws DomainError `archive-entry-damaged` while it is read, also at the end for a wrong checksum
   */
  open(): ByteStream;
}

export interface Archive {
  /** In the archive's own order, the same at each opening. */
  readonly entries: readonly ArchiveEntry[];
  /** Frees what the archive takes on disk; no stream of it may be read any more. */
  close(): Promise<void>;
}

export interface ArchiveReader {
  /**
   * Puts an archive by and reads its table of contents; nothing is unpacked yet.
   *
   * @throws DomainError `archive-unreadable` (no archive, or cut off), `archive-encrypted`, `archive-too-big`,
   *   `archive-too-many-entries`, `archive-bomb`, `disk-full`; what the stream itself throws
   */
  open(content: ByteStream): Promise<Archive>;
}
