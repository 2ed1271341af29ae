import { DomainError } from "../errors.js";
import { ARCHIVE_LIMITS, type ArchiveEntry } from "../ports/archive-reader.js";
import { parseTextFile } from "./caption-file.js";

/** Counts what comes out of one archive while it streams, whatever the archive says of itself. */
export class ArchiveBudget {
  #unpacked = 0;

  /**
   * Refuses what would be a bomb by its own account, before anything is unpacked.
   *
   * @throws DomainError `archive-bomb`
   */
  check(entries: readonly ArchiveEntry[]): void {
    let total = 0;
    for (const { packedBytes, unpackedBytes } of entries) {
      total += unpackedBytes;
      if (isBlownUp(packedBytes, unpackedBytes) || total > ARCHIVE_LIMITS.maxUnpackedBytes) {
        throw new DomainError("archive-bomb");
      }
    }
  }

  /** @throws DomainError `archive-bomb`, `image-file-too-big`, `archive-entry-damaged` while it is read */
  async *photo(entry: ArchiveEntry): AsyncGenerator<Uint8Array> {
    const { maxPhotoBytes } = ARCHIVE_LIMITS;
    for await (const { chunk, bytes } of this.#counted(entry)) {
      if (bytes > maxPhotoBytes)
        throw new DomainError("image-file-too-big", { max: maxPhotoBytes / 2 ** 20 });
      yield chunk;
    }
  }

  /** @throws DomainError `archive-bomb`, `archive-entry-damaged`, `archive-entry-text`, `caption-too-long` */
  async text(entry: ArchiveEntry): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const { chunk, bytes } of this.#counted(entry)) {
      if (bytes > ARCHIVE_LIMITS.maxTextBytes) throw new DomainError("archive-entry-text");
      chunks.push(chunk);
    }
    return parseTextFile(chunks);
  }

  async *#counted(entry: ArchiveEntry): AsyncGenerator<{ chunk: Uint8Array; bytes: number }> {
    let bytes = 0;
    for await (const chunk of entry.open()) {
      bytes += chunk.byteLength;
      this.#unpacked += chunk.byteLength;
      if (isBlownUp(entry.packedBytes, bytes) || this.#unpacked > ARCHIVE_LIMITS.maxUnpackedBytes) {
        throw new DomainError("archive-bomb");
      }
      yield { chunk, bytes };
    }
  }
}

function isBlownUp(packedBytes: number, unpackedBytes: number): boolean {
  const { ratioFreeBytes, maxRatio } = ARCHIVE_LIMITS;
  return unpackedBytes > ratioFreeBytes && unpackedBytes > packedBytes * maxRatio;
}
