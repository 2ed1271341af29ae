import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pack, type Headers, type Pack } from "tar-stream";

/** A file or folder as it shall stand in an archive. */
export interface ArchiveEntry {
  /** Its path in the archive. */
  readonly name: string;
  /** Where its content lies; a folder has none. */
  readonly source?: string;
  readonly owner: number;
  readonly mode: number;
}

/**
 * Puts files into a tar archive, one after the other: no more than a chunk of them is in memory.
 *
 * @param onProgress called with every chunk that is on its way
 */
export function archiveOf(entries: AsyncIterable<ArchiveEntry>, onProgress: () => void): Readable {
  const archive = pack();
  void (async () => {
    try {
      for await (const entry of entries) await add(archive, entry, onProgress);
      archive.finalize();
    } catch (error) {
      // The reader of the archive gets it.
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  return archive;
}

/**
 * A folder and all in it: files and folders, nothing else.
 *
 * @param name its path in the archive
 */
export async function* entriesOf(folder: string, name: string, owner: number): AsyncGenerator<ArchiveEntry> {
  yield { name, owner, mode: 0o755 };
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const [path, inside] = [join(folder, entry.name), `${name}/${entry.name}`];
    if (entry.isDirectory()) yield* entriesOf(path, inside, owner);
    else if (entry.isFile()) yield { name: inside, source: path, owner, mode: 0o644 };
  }
}

async function add(archive: Pack, entry: ArchiveEntry, onProgress: () => void): Promise<void> {
  const { name, source, owner, mode } = entry;
  const header: Headers = { name, mode, uid: owner, gid: owner };
  if (source === undefined) {
    await settled((done) => archive.entry({ ...header, type: "directory" }, done));
    return;
  }
  const { size, mtime } = await stat(source);
  await settled((done) => {
    const sink = archive.entry({ ...header, size, mtime }, done);
    if (size === 0) sink.end();
    else fill(sink, source, size, onProgress).catch(done);
  });
}

/** A file that grows meanwhile is cut at the size that its header tells; one that shrinks makes the entry fail. */
async function fill(sink: Writable, source: string, size: number, onProgress: () => void): Promise<void> {
  for await (const chunk of createReadStream(source, { end: size - 1 })) {
    onProgress();
    await settled((done) => sink.write(chunk, done));
  }
  sink.end();
}

async function settled(act: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    act((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
