/** A stream without a terminal comes in frames: 1 byte of kind, 3 of nothing, 4 of length, the payload. */
const HEADER_BYTES = 8;
const STDERR = 2;
/** Engines write at most 16 KiB of a line into a frame; more than this means that it is not such a stream. */
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export interface LogFrame {
  readonly stream: "stdout" | "stderr";
  readonly payload: Buffer;
}

/** Takes apart what the engine's log and attach calls send. Holds one frame and one chunk at most. */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    while (held.length - at >= HEADER_BYTES) {
      const length = held.readUInt32BE(at + 4);
      if (length > MAX_PAYLOAD_BYTES) throw new Error("The engine's log is not in frames (a terminal?).");
      const end = at + HEADER_BYTES + length;
      if (held.length < end) break;
      yield {
        stream: held[at] === STDERR ? "stderr" : "stdout",
        payload: held.subarray(at + HEADER_BYTES, end),
      };
      at = end;
    }
    held = held.subarray(at);
  }
}
