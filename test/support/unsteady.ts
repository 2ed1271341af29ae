import type { Random } from "./random.js";

/** What the process was killed with, as it looks from within a test. */
export class Killed extends Error {}

/**
 * Calls of a store. Each lets others go first for a while, as the random numbers say, and is killed now and then:
 * before it did its work, or after it.
 */
export class Unsteady {
  readonly #random: Random;
  #killedIn: number;

  /** @param killedIn one call of so many is killed; none where it is 0 */
  constructor(random: Random, killedIn: number) {
    this.#random = random;
    this.#killedIn = killedIn;
  }

  async call<T>(work: () => T): Promise<T> {
    for (let turns = this.#random.below(4); turns > 0; turns--) await Promise.resolve();
    if (this.#isKilled()) throw new Killed();
    const result = work();
    for (let turns = this.#random.below(3); turns > 0; turns--) await Promise.resolve();
    if (this.#isKilled()) throw new Killed();
    return result;
  }

  /** Nothing is killed from now on. */
  calm(): void {
    this.#killedIn = 0;
  }

  #isKilled(): boolean {
    return this.#killedIn > 0 && this.#random.below(this.#killedIn) === 0;
  }
}
