/** A line that a trainer prints is cut after this many bytes: an event is a few hundred. */
export const MAX_LINE_BYTES = 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Turns the bytes of a trainer's standard output into lines, as every runtime gives them: half a line waits
 * for its end, an overlong one is cut at {@link MAX_LINE_BYTES}, bytes that are no UTF-8 become U+FFFD.
 * It never holds more than one cut line.
 */
export class LineSplitter {
  #parts: Buffer[] = [];
  #bytes = 0;
  #begun = false;

  /** Gives the lines that end in this chunk; the chunk's memory may be reused afterwards. */
  *push(chunk: Buffer): Generator<string> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      yield this.#take();
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** Gives what stands after the last newline, if anything. */
  end(): string | undefined {
    return this.#begun ? this.#take() : undefined;
  }

  #keep(piece: Buffer): void {
    this.#begun = true;
    const room = MAX_LINE_BYTES - this.#bytes;
    if (room <= 0 || piece.length === 0) return;
    // A copy: the reader reuses its buffer, and a view would hold all of it in memory.
    const kept = Buffer.from(piece.subarray(0, room));
    this.#parts.push(kept);
    this.#bytes += kept.length;
  }

  #take(): string {
    const line = (this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts)) ?? Buffer.alloc(0);
    this.#parts = [];
    this.#bytes = 0;
    this.#begun = false;
    return line.toString("utf8");
  }
}
