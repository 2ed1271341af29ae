import sharp, { type OverlayOptions } from "sharp";
import type { SampleTile } from "../../core/ports/training-pictures.js";
import { digits, digitsWidth } from "./digits.js";
import { COLOURS } from "./loss-plot.js";

const GAP = 16;
const MAX_COLUMNS = 4;
const LABEL_HEIGHT = 17;
const RADIUS = 14;

/**
 * Samples side by side, four in a row at most, each with the step it was drawn at in its corner; the last row is
 * filled up with empty places.
 *
 * @param place.columns how many stand in a row; by their number when left out
 * @returns the layers of the picture, and how high they stand together
 */
export async function tilesOf(
  samples: readonly SampleTile[],
  place: { readonly left: number; readonly top: number; readonly width: number; readonly columns?: number },
): Promise<{ layers: OverlayOptions[]; height: number }> {
  if (samples.length === 0) return { layers: [], height: 0 };
  const columns = place.columns ?? columnsFor(samples.length);
  const side = Math.floor((place.width - GAP * (columns - 1)) / columns);
  const rows = Math.ceil(samples.length / columns);
  const layers = await Promise.all(
    Array.from({ length: rows * columns }, async (_, index) => ({
      input: await tileOrNone(samples[index], side),
      left: place.left + (index % columns) * (side + GAP),
      top: place.top + Math.floor(index / columns) * (side + GAP),
    })),
  );
  return { layers, height: rows * side + (rows - 1) * GAP };
}

/** Rows of one length where that goes. */
function columnsFor(count: number): number {
  if (count <= MAX_COLUMNS) return Math.max(2, count);
  return count % 4 === 0 || count > 9 ? 4 : 3;
}

async function tileOrNone(sample: SampleTile | undefined, side: number): Promise<Buffer> {
  if (sample !== undefined) return tile(sample, side);
  return svg(side, `<rect width="${side}" height="${side}" rx="${RADIUS}" fill="${COLOURS.panel}"/>`);
}

/** A square cut from the middle. A sample of a few pixels stays as coarse as it is. */
async function tile({ step, picture }: SampleTile, side: number): Promise<Buffer> {
  const { width } = await sharp(picture).metadata();
  const kernel = width * 2 < side ? "nearest" : "lanczos3";
  const corners = `<rect width="${side}" height="${side}" rx="${RADIUS}"/>`;
  return sharp(picture)
    .resize({ width: side, height: side, fit: "cover", kernel })
    .composite([
      { input: svg(side, label(String(step), side)) },
      { input: svg(side, corners), blend: "dest-in" },
    ])
    .ensureAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function label(text: string, side: number): string {
  const width = digitsWidth(text, LABEL_HEIGHT) + 24;
  const top = side - 46;
  const style = { height: LABEL_HEIGHT, colour: "#ffffff", anchor: "middle" } as const;
  return (
    `<rect x="12" y="${top}" width="${width.toFixed(1)}" height="34" rx="17" fill="${COLOURS.ground}" fill-opacity="0.72"/>` +
    digits(text, 12 + width / 2, top + 17, style)
  );
}

function svg(side: number, content: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${content}</svg>`,
  );
}
