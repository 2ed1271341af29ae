import sharp, { type OverlayOptions } from "sharp";
import { SHEET_PICTURES, type SheetPicture } from "../../core/ports/image-processor.js";
import { digits, digitsWidth } from "./digits.js";

/** Telegram shows photos at 1,280 px or 2,560 px: what is wider is made smaller on the way. */
const LONG_SIDE = 2048;
/** A few pictures are not blown up to fill the sheet. */
const LARGEST_CELL = 512;
const GAP = 8;
const BACKGROUND = "#17181a";
const WARNING = "#ff9f0a";
const JPEG_QUALITY = 85;

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
}

/** Draws pictures in a grid, each with its number in the corner. See {@link ImageProcessor.contactSheet}. */
export async function drawContactSheet(
  pictures: readonly SheetPicture[],
  cut: (picture: SheetPicture, side: number) => Promise<Buffer>,
): Promise<Uint8Array> {
  if (pictures.length < 1 || pictures.length > SHEET_PICTURES) {
    throw new RangeError(`a contact sheet shows 1 to ${SHEET_PICTURES} pictures, not ${pictures.length}`);
  }
  const grid = gridFor(pictures.length);
  const cells = await Promise.all(
    pictures.map(async (picture, index): Promise<OverlayOptions> => {
      const input = await cut(picture, grid.cell);
      return { input, raw: { width: grid.cell, height: grid.cell, channels: 3 }, ...corner(index, grid) };
    }),
  );
  const [width, height] = [extent(grid.columns, grid.cell), extent(grid.rows, grid.cell)];
  const labels = pictures.map((picture, index) => labelSvg(picture, corner(index, grid), grid.cell));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${labels.join("")}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: BACKGROUND } })
    .composite([...cells, { input: Buffer.from(svg), left: 0, top: 0 }])
    .removeAlpha()
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** As square as it goes; wide rather than high. */
function gridFor(count: number): Grid {
  const columns = Math.ceil(Math.sqrt(count));
  const cell = Math.min(LARGEST_CELL, Math.floor((LONG_SIDE - GAP) / columns) - GAP);
  return { columns, rows: Math.ceil(count / columns), cell };
}

function extent(cells: number, cell: number): number {
  return GAP + cells * (cell + GAP);
}

function corner(index: number, { columns, cell }: Grid): { left: number; top: number } {
  const step = cell + GAP;
  return { left: GAP + (index % columns) * step, top: GAP + Math.floor(index / columns) * step };
}

/** The number on a dark plate; on an orange one beside a warning sign, and a frame around all, where it is marked. */
function labelSvg(
  { number, marked }: SheetPicture,
  { left, top }: { left: number; top: number },
  cell: number,
): string {
  const digit = Math.min(44, Math.max(22, Math.round(cell * 0.13)));
  const padding = digit * 0.45;
  const sign = marked ? digit * 1.35 : 0;
  const width = digitsWidth(String(number), digit) + 2 * padding + sign;
  const height = digit + 2 * padding;
  const plate = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${padding}" fill="${marked ? "#b25f00" : "#000"}" fill-opacity="${marked ? 1 : 0.72}"/>`;
  const middle = top + height / 2;
  const label = digits(String(number), left + sign + padding, middle, {
    height: digit,
    colour: "#fff",
    weight: 2.6,
  });
  if (!marked) return plate + label;
  const line = Math.max(4, Math.round(cell / 48));
  const frame = `<rect x="${left + line / 2}" y="${top + line / 2}" width="${cell - line}" height="${cell - line}" fill="none" stroke="${WARNING}" stroke-width="${line}"/>`;
  return frame + plate + warningSvg(left + padding + digit / 2, middle, digit) + label;
}

/** A triangle with a mark of exclamation. */
function warningSvg(x: number, y: number, size: number): string {
  const scale = size / 16;
  return `<g transform="translate(${x - 8 * scale} ${y - 8 * scale}) scale(${scale})"><path d="M8 .5L16 15.500H0Z" fill="#fff" stroke="#fff" stroke-linejoin="round"/><path d="M8 5.500V10M8 12.700V12.900" stroke="#b25f00" stroke-width="2" stroke-linecap="round"/></g>`;
}
