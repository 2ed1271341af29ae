import type { Pixels } from "./pixels.js";

/** A small picture of one shade a pixel, 0 to 255. */
export interface Grey {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Long side in pixels of what is measured. Sharpness means something at one scale alone: a picture that is a little
 * soft at 2,048 px is sharp where it is trained on.
 */
const LONG_SIDE = 384;
const GREEN = 1;
const OPACITY = 3;
const WHITE = 255;

/**
 * Makes a picture small and grey; one that is smaller than that keeps its size. Each pixel is the mean of four in its
 * place, of their green, which is seven tenths of what the eye calls brightness: a tenth of the time of a proper
 * resize, and where it errs, it errs towards sharpness, never towards blur. What is transparent is white.
 */
export function smallGrey({ data, width, height, channels }: Pixels): Grey {
  const scale = Math.max(1, Math.max(width, height) / LONG_SIDE);
  const small = { width: Math.round(width / scale), height: Math.round(height / scale) };
  const grey = new Uint8Array(small.width * small.height);
  const lefts = places(small.width, width, channels);
  const tops = places(small.height, height, channels * width);
  const right = scale < 2 ? 0 : channels;
  const below = scale < 2 ? 0 : channels * width;
  for (let y = 0, at = 0; y < small.height; y++) {
    const top = (tops[y] ?? 0) + GREEN;
    for (let x = 0; x < small.width; x++, at++) {
      const here = top + (lefts[x] ?? 0);
      grey[at] =
        ((data[here] ?? 0) +
          (data[here + right] ?? 0) +
          (data[here + below] ?? 0) +
          (data[here + below + right] ?? 0)) >>
        2;
    }
  }
  if (channels === 4) showOnWhite(grey, data, lefts, tops);
  return { data: grey, ...small };
}

/** Where in the data the pixels of a row, or the rows, begin that are looked at. */
function places(count: number, length: number, step: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * length) / count) * step);
}

function showOnWhite(grey: Uint8Array, data: Uint8Array, lefts: Uint32Array, tops: Uint32Array): void {
  let at = 0;
  for (const top of tops) {
    for (const left of lefts) {
      const opacity = data[top + left + OPACITY] ?? 0;
      grey[at] = Math.round(((grey[at] ?? 0) * opacity) / WHITE + WHITE - opacity);
      at++;
    }
  }
}
