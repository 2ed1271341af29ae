import type { Grey } from "./small-grey.js";

/** A run of one shade counts from this share of the width on: no text, no sky and no wall has one so long. */
const LONG_RUN = 0.5;

/**
 * The share of a picture, 0 to 1, that lies in long level runs of exactly one shade. A camera's noise leaves hardly any
 * even of a clear sky; the bars and pages of programs are made of them.
 */
export function flatShareOf({ data, width }: Grey): number {
  const long = width * LONG_RUN;
  let flat = 0;
  for (let row = 0; row < data.length; row += width) {
    let start = row;
    for (let at = row + 1; at <= row + width; at++) {
      if (at < row + width && data[at] === data[start]) continue;
      if (at - start >= long) flat += at - start;
      start = at;
    }
  }
  return Math.round((flat / data.length) * 100) / 100;
}
