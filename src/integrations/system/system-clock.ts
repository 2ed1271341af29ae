import type { Clock } from "../../core/ports/clock.js";

/** The host's clock. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}
