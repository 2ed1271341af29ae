import { createHash } from "node:crypto";
import { mkdir, open, rename, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ByteStream } from "../../core/ports/blob-store.js";
import { fileWork, systemCode } from "./file-errors.js";

/** Tries at putting a file into a folder that another deletion may be pruning at the same moment. */
const PLACE_ATTEMPTS = 5;

/**
 * Writes a stream to a new file and makes it durable; the caller removes the file when this throws.
 *
 * @returns how much there was, and its SHA-256 in hex
 * @throws DomainError `disk-full`, `storage-failed`; what the stream itself throws comes through as it is
 */
export async function writeDurably(
  path: string,
  content: ByteStream,
): Promise<{ bytes: number; sha256: string }> {
  const file = await fileWork(open(path, "wx"));
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await fileWork(writeAll(file, chunk));
    }
    await fileWork(file.sync());
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Moves a durable file to its place, over what is there, and makes the move durable. */
export async function place(temporary: string, target: string, root: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await makeFolders(dirname(target), root);
    try {
      await rename(temporary, target);
      break;
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || attempt === PLACE_ATTEMPTS) throw error;
    }
  }
  await syncFolder(dirname(target));
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) {
    const { bytesWritten } = await file.write(chunk, written);
    written += bytesWritten;
  }
}

/** Makes the folders on the way to one; those that are new are made durable in their parents. */
async function makeFolders(folder: string, root: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; ; made = join(made, "..")) {
    await syncFolder(join(made, ".."));
    if (made === first || made === root) return;
  }
}

/** A rename is durable once the folder that holds the name is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
