import type { Clock } from "./ports/clock.js";

/** Puts off what failed, by its key: the first time a little, then each time twice as long. Forgotten by a restart. */
export class Backoff {
  readonly #clock: Clock;
  readonly #first: number;
  readonly #longest: number;
  readonly #postponed = new Map<string, { readonly pause: number; readonly due: number }>();

  /** @param pauses in milliseconds */
  constructor(clock: Clock, pauses: { readonly first: number; readonly longest: number }) {
    this.#clock = clock;
    this.#first = pauses.first;
    this.#longest = pauses.longest;
  }

  /** Whether it may be tried now. */
  isDue(key: string): boolean {
    return (this.#postponed.get(key)?.due ?? 0) <= this.#clock.now();
  }

  /** It failed, and is due again after a while. */
  postpone(key: string): void {
    const before = this.#postponed.get(key)?.pause;
    const pause = before === undefined ? this.#first : Math.min(this.#longest, before * 2);
    this.#postponed.set(key, { pause, due: this.#clock.now() + pause });
  }

  /** What is not among these is done. */
  forgetAllBut(keys: ReadonlySet<string>): void {
    for (const key of this.#postponed.keys()) if (!keys.has(key)) this.#postponed.delete(key);
  }
}
