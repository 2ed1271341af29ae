import type { Clock } from "../../src/core/ports/clock.js";

/** A clock that moves when it is told to. */
export class ManualClock implements Clock {
  /** @param time milliseconds since 1970 */
  constructor(public time = Date.UTC(2030, 0, 1)) {}

  now(): number {
    return this.time;
  }
}
