import { randomInt } from "node:crypto";
import type { Clock } from "../../core/ports/clock.js";
import type { Ids } from "../../core/ports/ids.js";

const BASE = 36;
/** Milliseconds since 1970 in base 36 take nine digits until the year 5188. */
const TIME_DIGITS = 9;
const COUNTER_DIGITS = 3;
const COUNTER_END = BASE ** COUNTER_DIGITS;
/** 62 bits that nobody can guess. */
const RANDOM_DIGITS = 12;

/**
 * Ids of 24 characters: the time, a counter within the millisecond, randomness. Those of one process are
 * strictly rising, also while the clock stands or goes back; those of several sort by their clocks.
 */
export class SortableIds implements Ids {
  #time = 0;
  #counter = 0;

  constructor(private readonly clock: Clock) {}

  next(): string {
    const now = this.clock.now();
    if (now > this.#time) {
      this.#time = now;
      this.#counter = 0;
    } else if (++this.#counter === COUNTER_END) {
      this.#time++;
      this.#counter = 0;
    }
    return digits(this.#time, TIME_DIGITS) + digits(this.#counter, COUNTER_DIGITS) + randomDigits();
  }
}

function digits(value: number, length: number): string {
  return value.toString(BASE).padStart(length, "0");
}

function randomDigits(): string {
  return Array.from({ length: RANDOM_DIGITS }, () => randomInt(BASE).toString(BASE)).join("");
}
