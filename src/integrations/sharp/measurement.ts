import type { ImageQuality } from "../../core/training/model.js";
import { fingerprintOf } from "./fingerprint.js";
import { flatShareOf } from "./flatness.js";
import type { Pixels } from "./pixels.js";
import { smallGrey, type Grey } from "./small-grey.js";

/** Along each side. A portrait before a soft background is sharp in few of the tiles, and that is enough. */
const TILES = 8;
/** The third sharpest of the 64 tiles counts, so that a date in the corner or a speck of dust alone does not. */
const COUNTED_TILE = 2;
/** Every second row tells as much as all of them. */
const ROWS = 2;
/** And every second pixel of a row where shades are counted. */
const COLUMNS = 2;
/** Share of the pixels that may be darker than "the shadows" and brighter than "the lights". */
const TAIL = 0.01;

/**
 * Measures what a verdict on a picture is made of.
 *
 * @param pixels upright, in sRGB
 */
export function measure(pixels: Pixels): ImageQuality {
  const grey = smallGrey(pixels);
  return {
    sharpness: sharpnessOf(grey),
    ...rangeOf(grey),
    fingerprint: fingerprintOf(grey),
    flat: flatShareOf(grey),
  };
}

/**
 * The variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000),
 * tile by tile.
 */
function sharpnessOf(grey: Grey): number {
  const { width, height } = grey;
  const variances: number[] = [];
  for (let row = 0; row < TILES; row++) {
    for (let column = 0; column < TILES; column++) {
      const left = Math.max(1, Math.floor((column * width) / TILES));
      const right = Math.min(width - 1, Math.floor(((column + 1) * width) / TILES));
      const top = Math.max(1, Math.floor((row * height) / TILES));
      const bottom = Math.min(height - 1, Math.floor(((row + 1) * height) / TILES));
      variances.push(laplacianVariance(grey, { left, right, top, bottom }));
    }
  }
  return Math.round(variances.sort((a, b) => b - a)[COUNTED_TILE] ?? 0);
}

function laplacianVariance(
  { data, width }: Grey,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): number {
  let sum = 0;
  let squares = 0;
  for (let y = top; y < bottom; y += ROWS) {
    const end = y * width + right;
    for (let at = y * width + left; at < end; at++) {
      const around =
        (data[at - width] ?? 0) + (data[at + width] ?? 0) + (data[at - 1] ?? 0) + (data[at + 1] ?? 0);
      const value = around - 4 * (data[at] ?? 0);
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, (right - left) * Math.ceil((bottom - top) / ROWS));
  return squares / count - (sum / count) ** 2;
}

/** Between which shades, of 0 to 255, nearly all of the picture lies. */
function rangeOf({ data }: Grey): Pick<ImageQuality, "shadows" | "lights"> {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < data.length; at += COLUMNS) {
    const shade = data[at] ?? 0;
    histogram[shade] = (histogram[shade] ?? 0) + 1;
  }
  const shadeAt = (share: number): number => {
    let left = (share * data.length) / COLUMNS;
    const shade = histogram.findIndex((count) => (left -= count) < 0);
    return shade < 0 ? 255 : shade;
  };
  return { shadows: shadeAt(TAIL), lights: shadeAt(1 - TAIL) };
}
