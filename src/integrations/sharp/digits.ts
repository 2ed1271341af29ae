/*
 * Digits as lines on a grid of 10 by 16, to be drawn with round ends. sharp draws the text of an SVG by the fonts of the
 * machine, and a small container has none.
 */
const WIDTH = 10;
const HEIGHT = 16;
/** From one digit to the next. */
const ADVANCE = 14;
const LINE_WIDTH = 2.6;

const DIGITS: readonly string[] = [
  "M5 0C1.5 0 0 3.5 0 8S1.5 16 5 16 10 12.5 10 8 8.5 0 5 0Z",
  "M1.5 3.5L5.5 0V16",
  "M.4 4.2C.4 1.6 2.4 0 5 0S9.6 1.7 9.6 4.2C9.6 8 .4 11 .2 16H10",
  "M.6 2.8C1.4 1 3 0 5 0 7.7 0 9.4 1.6 9.4 3.9 9.4 6.2 7.6 7.5 4.5 7.5 7.9 7.5 9.8 9.2 9.8 11.7 9.8 14.3 7.8 16 5 16 2.6 16 .9 14.9.2 12.9",
  "M7.8 16V0L0 11.5H10",
  "M9 0H1.5L.8 7.2C1.9 6.3 3.3 5.9 4.8 5.9 7.8 5.9 9.8 7.9 9.8 10.8 9.8 13.9 7.7 16 4.7 16 2.5 16 .9 15.1.1 13.4",
  "M8.9 1.9C8 .7 6.7 0 5.2 0 1.9 0 .2 3.3.2 8.5M9.9 10.9A4.9 5.1 0 1 0 .1 10.9 4.9 5.1 0 1 0 9.9 10.9",
  "M0 0H10L3.8 16",
  "M9.2 3.7A4.2 3.7 0 1 0 .8 3.7 4.2 3.7 0 1 0 9.2 3.7M9.9 11.7A4.9 4.3 0 1 0 .1 11.7 4.9 4.3 0 1 0 9.9 11.7",
  "M1.1 14.1C2 15.3 3.3 16 4.8 16 8.1 16 9.8 12.7 9.8 7.5M9.9 5.1A4.9 5.1 0 1 0 .1 5.1 4.9 5.1 0 1 0 9.9 5.1",
];

/**
 * A number as SVG.
 *
 * @param height of a digit in pixels
 * @param x,y the middle of the number
 */
export function digitsSvg(number: number, height: number, x: number, y: number): string {
  const scale = height / HEIGHT;
  const left = x - widthOfDigits(number, height) / 2;
  const paths = Array.from(String(number), (digit, at) => {
    const path = DIGITS[Number(digit)] ?? "";
    return `<path transform="translate(${at * ADVANCE} 0)" d="${path}"/>`;
  });
  const place = `translate(${left.toFixed(2)} ${(y - height / 2).toFixed(2)}) scale(${scale.toFixed(4)})`;
  const line = `fill="none" stroke="#fff" stroke-width="${LINE_WIDTH}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="${place}" ${line}>${paths.join("")}</g>`;
}

/** In pixels, as {@link digitsSvg} draws them. */
export function widthOfDigits(number: number, height: number): number {
  return ((String(number).length - 1) * ADVANCE + WIDTH) * (height / HEIGHT);
}
