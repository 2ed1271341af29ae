import type { Judged } from "./dataset-review.js";
import { FAULT_CODES, type FaultCode } from "./verdict.js";

/** How many images of a set have a fault; each is also a locale key, `advice-<code>`. */
export interface Advice {
  readonly code: FaultCode;
  readonly count: number;
}

/** What is to be said of a whole set: its faults, the most frequent first. */
export function adviseOn(judged: readonly Judged[]): Advice[] {
  return FAULT_CODES.map((code) => ({
    code,
    count: judged.filter(({ faults }) => faults.some((fault) => fault.code === code)).length,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
