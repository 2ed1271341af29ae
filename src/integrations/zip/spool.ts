import { close as closeFile, open as openFile, write } from "node:fs";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";

const open = promisify(openFile);
const writeSome = promisify(write);
/** Closes what {@link spool} gave. */
export const close = promisify(closeFile);

/**
 * Writes a stream to a file that has lost its name already: the system frees it when it is closed, or when the
 * process dies, however that happens. Nothing is ever left to sweep.
 *
 * @param path a free path on the disk that is to hold it
 * @param maxBytes the stream is left, and refused, at the first byte over it
 * @returns the descriptor of the file, open for reading
 * @throws DomainError `archive-too-big`, `disk-full`; whatever the stream itself throws
 */
export async function spool(content: ByteStream, path: string, maxBytes: number): Promise<number> {
  const file = await open(path, "wx+", 0o600).catch(rethrowDiskFull);
  try {
    await rm(path);
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new DomainError("archive-too-big", { max: Math.floor(maxBytes / 1e6) });
      await writeAll(file, chunk).catch(rethrowDiskFull);
    }
    return file;
  } catch (error) {
    await close(file);
    throw error;
  }
}

async function writeAll(file: number, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    const { bytesWritten } = await writeSome(file, chunk, at, chunk.byteLength - at, null);
    at += bytesWritten;
  }
}

function rethrowDiskFull(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    throw new DomainError("disk-full", {}, { cause: error, retryable: true });
  }
  throw error;
}
