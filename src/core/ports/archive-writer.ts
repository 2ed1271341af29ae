import type { ByteStream } from "./blob-store.js";

/** A file that is to be put into an archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** Exactly what {@link open} gives. */
  readonly bytes: number;
  readonly modifiedAt: number;
  open(): Promise<ByteStream>;
}

/** An archive that is made while it is read. */
export interface Archive {
  /** The size of the whole, known beforehand. */
  readonly bytes: number;
  /** Reads it from the beginning, one entry after the other; the stream fails when an entry does. */
  open(): ByteStream;
}

/** Makes zip files. */
export interface ArchiveWriter {
  archive(entries: readonly ArchiveEntry[]): Archive;
}
