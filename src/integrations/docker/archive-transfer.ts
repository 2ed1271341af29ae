import type Docker from "dockerode";
import { orAborted } from "./engine.js";
import { ifStatus } from "./engine-errors.js";
import { archiveOf, type ArchiveEntry } from "./folder-archive.js";
import { unpackArchive } from "./unpack-archive.js";

/** A transfer in which nothing moves for so long is given up. */
const SILENCE_MS = 2 * 60_000;

/** Puts files into a container, from its root folder on. */
export async function sendFiles(
  container: Docker.Container,
  entries: AsyncIterable<ArchiveEntry>,
): Promise<void> {
  await whileItMoves(async (abortSignal, onProgress) => {
    const archive = archiveOf(entries, onProgress);
    const broken = new Promise<never>((_, reject) => archive.once("error", reject));
    try {
      await Promise.race([container.putArchive(archive, { path: "/", abortSignal }), broken]);
    } finally {
      archive.destroy();
    }
  });
}

/**
 * Brings a file, or a folder with all in it, out of a container, running or not.
 *
 * @param target the folder that takes it, under the name that it has there
 * @param scratch a folder on the same disk for files that are not whole yet
 * @returns the paths of what came, relative to the target; undefined where the container or the path is gone
 */
export async function receiveFiles(
  container: Docker.Container,
  path: string,
  target: string,
  scratch: string,
): Promise<Set<string> | undefined> {
  return whileItMoves(async (silence, onProgress) => {
    const over = new AbortController();
    const abortSignal = AbortSignal.any([silence, over.signal]);
    try {
      const archive = await container.getArchive({ path, abortSignal }).catch(ifStatus(404));
      if (archive === undefined) return undefined;
      return await unpackArchive(archive as unknown as AsyncIterable<Buffer>, target, scratch, onProgress);
    } finally {
      over.abort(); // The engine need not send what cannot be taken.
    }
  });
}

/** A transfer may take as long as it moves. */
async function whileItMoves<T>(
  move: (signal: AbortSignal, onProgress: () => void) => Promise<T>,
): Promise<T> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  try {
    return await orAborted((signal) => move(signal, () => timer.refresh()), silence.signal);
  } finally {
    clearTimeout(timer);
  }
}
