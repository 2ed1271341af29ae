import type { ByteStream } from "../ports/blob-store.js";

/**
 * A stream that is opened when its first chunk is asked for, and ends between two chunks when the signal
 * aborts. Who fails before reading leaves no file open.
 */
export async function* lazyStream(
  open: () => Promise<ByteStream>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  for await (const chunk of await open()) {
    signal.throwIfAborted();
    yield chunk;
  }
  signal.throwIfAborted();
}
