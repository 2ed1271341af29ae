import { open, type FileHandle } from "node:fs/promises";
import { LineSplitter, MAX_LINE_BYTES } from "../../core/ports/job-output.js";
import type { FolderChanges } from "./folder-changes.js";
import { isErrno } from "./job-folder.js";

const CHUNK_BYTES = 64 * 1024;

/**
 * The lines of a file that another process is writing, from the first one on. No more than a chunk and a line
 * is in memory; a slow reader lets the rest wait on disk. A file that was cut short meanwhile, as a flood is, is
 * read from its new beginning.
 *
 * @param ended whether the writer has ended; asked before each look, so that its last words are not missed
 */
export async function* followLines(
  path: string,
  changes: FolderChanges,
  ended: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let splitter = new LineSplitter();
  let position = 0;
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let file: FileHandle | undefined;
  try {
    for (;;) {
      const last = await ended();
      file ??= await openIfThere(path);
      if (await isShorter(file, position)) [splitter, position] = [new LineSplitter(), 0];
      for (
        let chunk = await readAt(file, buffer, position);
        chunk;
        chunk = await readAt(file, buffer, position)
      ) {
        if (signal.aborted) return;
        position += chunk.length;
        yield* splitter.push(chunk);
      }
      if (last) break;
      await changes.next(signal);
      if (signal.aborted) return;
    }
    const rest = splitter.end();
    if (rest !== undefined) yield rest;
  } finally {
    await file?.close();
  }
}

/** The last lines of a file; looks at no more than {@link MAX_LINE_BYTES} of it. */
export async function lastLines(path: string, count: number): Promise<string[]> {
  const file = await openIfThere(path);
  if (!file || count <= 0) return [];
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - MAX_LINE_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const lines = buffer.subarray(0, bytesRead).toString("utf8").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines.slice(-count);
  } finally {
    await file.close();
  }
}

async function readAt(
  file: FileHandle | undefined,
  buffer: Buffer,
  position: number,
): Promise<Buffer | undefined> {
  const { bytesRead } = (await file?.read(buffer, 0, buffer.length, position)) ?? { bytesRead: 0 };
  return bytesRead > 0 ? buffer.subarray(0, bytesRead) : undefined;
}

async function isShorter(file: FileHandle | undefined, position: number): Promise<boolean> {
  return file !== undefined && (await file.stat()).size < position;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
