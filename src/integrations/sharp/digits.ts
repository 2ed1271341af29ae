/*
 * The digits as strokes, in a cell of 10 x 16: a picture that is drawn on a host without any font shows them
 * all the same.
 */

const CELL_WIDTH = 10;
const CELL_HEIGHT = 16;
const GAP = 4;

const STROKES: Readonly<Record<string, string>> = {
  "0": "M5 0C1.5 0 0 3.2 0 8s1.5 8 5 8 5-3.2 5-8-1.5-8-5-8z",
  "1": "M1 3.5L5.5 0v16",
  "2": "M.3 4.4C.3 1.6 2.3 0 5 0s4.7 1.7 4.7 4.3C9.700 8 .3 12 .3 16H10",
  "3": "M.4 3C1 1.100 2.700 0 5 0c2.700 0 4.500 1.600 4.500 3.900C9.500 6.300 7.600 7.500 4.600 7.500 8 7.500 10 9 10 11.600 10 14.300 7.900 16 5 16 2.400 16 .5 14.800 0 12.800",
  "4": "M7.500 16V0L0 11.500h10",
  "5": "M9.300 0H1.300L.6 7.200C1.700 6.400 3.200 6 4.700 6 8 6 10 8 10 10.900 10 14 7.900 16 4.800 16 2.300 16 .6 14.900 0 13",
  "6": "M9 1.700C8.100 .6 6.800 0 5.300 0 1.900 0 0 3.400 0 8.700M0 10.800c0-3 2-5.100 5-5.100s5 2.100 5 5.100-2 5.200-5 5.200-5-2.200-5-5.200z",
  "7": "M0 0h10L3.800 16",
  "8": "M5 0C2.300 0 .6 1.500 .6 3.700S2.300 7.500 5 7.500s4.400-1.500 4.400-3.800S7.700 0 5 0zM5 7.500C2 7.500 0 9.100 0 11.700S2 16 5 16s5-1.700 5-4.300-2-4.200-5-4.200z",
  "9": "M1 14.300C1.900 15.400 3.200 16 4.700 16 8.100 16 10 12.600 10 7.300M10 5.200c0 3-2 5.100-5 5.100S0 8.200 0 5.200 2 0 5 0s5 2.200 5 5.200z",
  ".": "M1 15.800v.2",
  "-": "M1.500 8.500h7",
};
const NARROW: Readonly<Record<string, number>> = { ".": 2, "1": 7 };

export interface DigitsStyle {
  /** Of a digit, in pixels. */
  readonly height: number;
  readonly colour: string;
  readonly weight?: number;
  /** Which end of the text stands at `x`. */
  readonly anchor?: "start" | "middle" | "end";
}

/**
 * A number as an SVG group of paths.
 *
 * @param text of digits, "." and "-"
 * @param x where its anchor is, in pixels
 * @param y its middle
 * @throws RangeError for any other character
 */
export function digits(text: string, x: number, y: number, style: DigitsStyle): string {
  const scale = style.height / CELL_HEIGHT;
  const share = { start: 0, middle: 0.5, end: 1 }[style.anchor ?? "start"];
  const left = x - widthOf(text) * scale * share;
  let at = 0;
  const paths = Array.from(text, (character) => {
    const stroke = STROKES[character];
    if (stroke === undefined) throw new RangeError(`there is no stroke for ${JSON.stringify(character)}`);
    const path = `<path d="${stroke}" transform="translate(${at} 0)"/>`;
    at += advanceOf(character);
    return path;
  });
  const place = `translate(${left.toFixed(2)} ${(y - style.height / 2).toFixed(2)}) scale(${scale.toFixed(4)})`;
  const pen = `fill="none" stroke-linecap="round" stroke-linejoin="round" stroke-width="${style.weight ?? 1.8}"`;
  return `<g transform="${place}" stroke="${style.colour}" ${pen}>${paths.join("")}</g>`;
}

/** In pixels, of a text of this height. */
export function digitsWidth(text: string, height: number): number {
  return (widthOf(text) * height) / CELL_HEIGHT;
}

function advanceOf(character: string): number {
  return (NARROW[character] ?? CELL_WIDTH) + GAP;
}

function widthOf(text: string): number {
  return Math.max(
    0,
    Array.from(text).reduce((sum, character) => sum + advanceOf(character), -GAP),
  );
}
