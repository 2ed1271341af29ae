import { crc32 } from "node:zlib";
import { getFileNameLowLevel, type Entry, type ZipFile } from "yauzl";
import { DomainError } from "../../core/errors.js";
import type { ArchiveEntry } from "../../core/ports/archive-reader.js";
import type { ByteStream } from "../../core/ports/blob-store.js";

/** Upper half of the external attributes where a Unix made the zip: the mode of the file. */
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

/** One entry of an open zip. */
export class ZipEntry implements ArchiveEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly fault: ArchiveEntry["fault"];
  readonly #zip: ZipFile;
  readonly #entry: Entry;

  constructor(zip: ZipFile, entry: Entry) {
    this.#zip = zip;
    this.#entry = entry;
    this.name = nameOf(entry);
    const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
    this.isFolder = this.name.endsWith("/") || type === FOLDER;
    if (!this.isFolder && type !== 0 && type !== REGULAR) this.fault = "link";
    else if (entry.isEncrypted()) this.fault = "encrypted";
    else if (!entry.canDecodeFileData()) this.fault = "method";
  }

  get packedBytes(): number {
    return this.#entry.compressedSize;
  }

  get unpackedBytes(): number {
    return this.#entry.uncompressedSize;
  }

  async *open(): ByteStream & AsyncGenerator<Uint8Array> {
    const stream = await this.#zip.openReadStreamPromise(this.#entry).catch(damaged);
    // An error that comes when nobody reads any more must not end the process.
    stream.on("error", () => undefined);
    let checksum = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      damaged(error);
    } finally {
      stream.destroy();
    }
    if (checksum !== this.#entry.crc32) damaged(new Error("the checksum is another"));
  }
}

function damaged(cause: unknown): never {
  throw new DomainError("archive-entry-damaged", {}, { cause });
}

/** Many programs write UTF-8 without saying so; what is no UTF-8 is in the code page of MS-DOS. */
function nameOf(entry: Entry): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(entry.fileNameRaw);
  } catch {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  }
}
