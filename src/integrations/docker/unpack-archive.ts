import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract, type Headers } from "tar-stream";

/**
 * Unpacks files and folders of a tar archive; links and devices are left out. Each file is written beside the
 * target and then renamed, so that half a file is never seen under its name.
 *
 * @param target the folder that takes the archive's first level
 * @param scratch a folder on the same disk
 * @param onProgress called with every chunk
 * @returns the paths of what was unpacked, relative to the target
 * @throws Error for a name that leads out of the target
 */
export async function unpackArchive(
  archive: AsyncIterable<Buffer>,
  target: string,
  scratch: string,
  onProgress: () => void = () => undefined,
): Promise<Set<string>> {
  const unpacked = new Set<string>();
  const reader = extract();
  const over = new AbortController();
  let current = Promise.resolve();
  const unpack = async (header: Headers, content: Readable): Promise<void> => {
    const path = safePath(header.name);
    if (path !== undefined && header.type === "directory") {
      await mkdir(join(target, path), { recursive: true });
      unpacked.add(path);
    } else if (path !== undefined && header.type === "file") {
      await writeWhole(content, join(target, path), scratch, over.signal);
      unpacked.add(path);
    }
    content.resume();
  };
  const failed = new Promise<never>((_, reject) => {
    reader.on("error", reject);
    reader.on("entry", (header, content, next) => {
      current = unpack(header, content);
      current.then(() => {
        next();
      }, reject);
    });
  });
  try {
    await Promise.race([feed(archive, reader, onProgress), failed]);
  } catch (error) {
    // The library leaves an entry open for ever whose archive breaks off.
    over.abort();
    await current.catch(() => undefined);
    throw error;
  } finally {
    reader.destroy();
  }
  return unpacked;
}

async function feed(archive: AsyncIterable<Buffer>, reader: Writable, onProgress: () => void): Promise<void> {
  for await (const chunk of archive) {
    onProgress();
    await new Promise<void>((resolve, reject) => {
      reader.write(chunk, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
  const finished = once(reader, "finish");
  reader.end();
  await finished;
}

async function writeWhole(
  content: Readable,
  path: string,
  scratch: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(scratch, { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  const part = join(scratch, randomUUID());
  try {
    await pipeline(content, createWriteStream(part), { signal });
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** Undefined for the target itself. */
function safePath(name: string): string | undefined {
  const path = posix.normalize(name).replace(/\/+$/, "");
  if (path === ".." || path.startsWith("../") || posix.isAbsolute(path) || path.includes("\0")) {
    throw new Error(`The engine's archive leads out of its folder: ${JSON.stringify(name.slice(0, 200))}`);
  }
  return path === "." || path === "" ? undefined : path;
}
