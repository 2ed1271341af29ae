const SPACE = 0x20;

/**
 * Where in a container's log one is, told by the time stamps before each frame. After a break the engine is
 * asked for everything since the last stamp, and what was read of that very nanosecond is passed over.
 */
export class LogPosition {
  #stamp = "";
  #read = 0;
  #toSkip = 0;

  /** What to ask the engine for: seconds and nanoseconds since 1970. */
  get since(): string {
    if (this.#stamp === "") return "0";
    const [whole = "", fraction = ""] = this.#stamp.replace("Z", "").split(".");
    return `${Date.parse(`${whole}Z`) / 1000}.${fraction.padEnd(9, "0")}`;
  }

  /** To be called before the frames since {@link since} are read. */
  reopen(): void {
    this.#toSkip = this.#read;
  }

  /** The frame's text without its stamp; undefined when it was read before. */
  take(payload: Buffer): Buffer | undefined {
    const end = payload.indexOf(SPACE);
    const stamp = payload.toString("latin1", 0, Math.max(0, end));
    if (stamp < this.#stamp) return undefined;
    if (stamp === this.#stamp) {
      if (this.#toSkip > 0) {
        this.#toSkip--;
        return undefined;
      }
      this.#read++;
    } else {
      this.#stamp = stamp;
      this.#read = 1;
      this.#toSkip = 0;
    }
    return payload.subarray(end + 1);
  }
}
