import { setImmediate as nextTurn } from "node:timers/promises";
import type { ByteStream } from "../../src/core/ports/blob-store.js";

/** Bytes as a network gives them: in chunks of at most 64 KiB, over several turns. */
export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    await nextTurn();
    yield bytes.subarray(at, at + 65_536);
  }
}

/** All of a stream; for tests alone, where it is known to be small. */
export async function bytesOf(stream: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
