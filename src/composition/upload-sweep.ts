import type { Clock } from "../core/ports/clock.js";
import type { Logger } from "../core/ports/logger.js";

const EVERY_MS = 6 * 3600_000;
/** A model of some gigabytes over a slow line takes hours; nothing takes a day. */
const STALE_MS = 24 * 3600_000;

/** Ends uploads that a process began and did not live to end: their parts are stored, and paid for, until then. */
export class UploadSweep {
  readonly #abort: (olderThan: number) => Promise<number>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  /** @param deps.abort ends those begun before a time (milliseconds since 1970) and gives how many there were */
  constructor(deps: { abort: (olderThan: number) => Promise<number>; clock: Clock; logger: Logger }) {
    this.#abort = deps.abort;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** Sweeps now, behind, and every six hours. */
  start(): void {
    this.#round = this.#sweep();
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.#sweep());
    }, EVERY_MS);
    this.#timer.unref();
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async #sweep(): Promise<void> {
    try {
      const count = await this.#abort(this.#clock.now() - STALE_MS);
      if (count > 0) this.#logger.info("ended uploads that nobody was going on with", { count });
    } catch (error) {
      this.#logger.warn("could not look for uploads that nobody goes on with", { error });
    }
  }
}
