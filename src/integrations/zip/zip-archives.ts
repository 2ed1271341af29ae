import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromFdPromise, type ZipFile } from "yauzl";
import { DomainError, isDomainError } from "../../core/errors.js";
import { ARCHIVE_LIMITS, type Archive, type ArchiveReader } from "../../core/ports/archive-reader.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import { close, spool } from "./spool.js";
import { ZipEntry } from "./zip-entry.js";

/** The house's {@link ArchiveReader} for zip files, on yauzl. */
export class ZipArchives implements ArchiveReader {
  private constructor(
    private readonly folder: string,
    private readonly maxFileBytes: number,
  ) {}

  /**
   * @param folder for zips while they are read; made where it is missing
   * @param maxFileBytes what a zip may have
   */
  static async open(
    folder: string,
    maxFileBytes: number = ARCHIVE_LIMITS.maxFileBytes,
  ): Promise<ZipArchives> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new ZipArchives(folder, maxFileBytes);
  }

  async open(content: ByteStream): Promise<Archive> {
    const file = await spool(content, join(this.folder, `zip-${randomUUID()}`), this.maxFileBytes);
    const zip = await readable(
      // Names are decoded here: yauzl would end the whole reading at the first that it does not like.
      fromFdPromise(file, { autoClose: false, decodeStrings: false }).catch(async (error: unknown) => {
        await close(file);
        throw error;
      }),
    );
    // A file that does not close is told by the system once more, when the process ends.
    zip.on("error", () => undefined);
    try {
      const entries = await readable(tableOfContents(zip));
      return { entries, close: () => closed(zip) };
    } catch (error) {
      await closed(zip);
      throw error;
    }
  }
}

async function tableOfContents(zip: ZipFile): Promise<ZipEntry[]> {
  const { maxEntries, maxNameBytes } = ARCHIVE_LIMITS;
  if (zip.entryCount > maxEntries) throw new DomainError("archive-too-many-entries", { max: maxEntries });
  const entries: ZipEntry[] = [];
  let nameBytes = 0;
  for await (const entry of zip.eachEntry()) {
    nameBytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (nameBytes > maxNameBytes) throw new DomainError("archive-bomb");
    entries.push(new ZipEntry(zip, entry));
  }
  return entries;
}

/** yauzl's errors are plain ones with a sentence: all but one mean that the bytes are no whole zip. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (isDomainError(cause)) throw cause;
    const locked = cause instanceof Error && cause.message.includes("strong encryption");
    throw new DomainError(locked ? "archive-encrypted" : "archive-unreadable", {}, { cause });
  }
}

/** The file closes when the last stream of it has ended. */
async function closed(zip: ZipFile): Promise<void> {
  if (!zip.isOpen) return;
  const gone = new Promise<void>((resolve) =>
    zip.once("close", resolve).once("error", () => {
      resolve();
    }),
  );
  zip.close();
  await gone;
}
