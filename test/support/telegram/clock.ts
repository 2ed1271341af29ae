/** The emulator's time. A test moves it forward instead of waiting for hours. */
export class Clock {
  #ahead = 0;

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Seconds since the epoch, as the Bot API counts. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the time forward by `ms` milliseconds; timers already running keep their own pace. */
  advance(ms: number): void {
    this.#ahead += ms;
  }
}
