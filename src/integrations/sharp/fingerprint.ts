/** Side of the square that the transform sees, and of the corner of low frequencies that is kept: pHash's own numbers. */
const SIDE = 32;
const KEPT = 8;
/** What is as flat as this has no picture to tell by; its signs would be noise. */
const LEAST_ENERGY = 4;

const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (_, at) => Math.cos(((2 * at + 1) * frequency * Math.PI) / (2 * SIDE))),
);

/**
 * A perceptual hash of 64 bits (pHash: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
 * 2010): the signs, against their median, of the lowest frequencies of a cosine transform.
 *
 * @param grey a greyscale picture, at least a pixel a side
 * @returns 16 hexadecimal digits; empty for a picture that is flat throughout
 */
export function fingerprintOf(grey: { data: Uint8Array; width: number; height: number }): string {
  const square = toSquare(grey);
  const coefficients: number[] = [];
  for (const vertical of COSINES) {
    const columns = Float64Array.from({ length: SIDE }, (_, x) => {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (square[y * SIDE + x] ?? 0) * (vertical[y] ?? 0);
      return sum;
    });
    for (const horizontal of COSINES) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (columns[x] ?? 0) * (horizontal[x] ?? 0);
      coefficients.push(sum / (SIDE * SIDE));
    }
  }
  // The first is the mean brightness, which is no part of what is shown.
  const energy = coefficients.slice(1).reduce((sum, value) => sum + value * value, 0);
  if (energy < LEAST_ENERGY) return "";
  const middle = median(coefficients.slice(1));
  const bits = coefficients.map((value, index) => (index > 0 && value > middle ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

/** The mean of each cell of a grid over the picture. */
function toSquare({
  data,
  width,
  height,
}: {
  data: Uint8Array;
  width: number;
  height: number;
}): Float64Array {
  const square = new Float64Array(SIDE * SIDE);
  const edge = (cell: number, length: number): number => Math.floor((cell * length) / SIDE);
  for (let row = 0; row < SIDE; row++) {
    const top = edge(row, height);
    const bottom = Math.max(top + 1, edge(row + 1, height));
    for (let column = 0; column < SIDE; column++) {
      const left = edge(column, width);
      const right = Math.max(left + 1, edge(column + 1, width));
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = y * width + left; at < y * width + right; at++) sum += data[at] ?? 0;
      }
      square[row * SIDE + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return square;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
