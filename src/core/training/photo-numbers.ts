/** Photos from one number to another, both included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** More than any dataset has; a list that is longer was not typed by a person. */
const MAX_RANGES = 300;
const RANGE = /^[#№]?(\d{1,6})(?:\s*(?:-|–|—|\.\.\.?|…)\s*[#№]?(\d{1,6}))?$/u;

/**
 * Reads numbers of photos as people write them: "3", "3, 5-7", "№3 и 5–7", "3 5 y 7..9".
 *
 * @returns undefined for anything else
 */
export function parseNumbers(text: string): readonly NumberRange[] | undefined {
  const close = text.trim().replace(/\s*(-|–|—|\.\.\.?|…)\s*/gu, "$1");
  const parts = close.split(/\s*[,;]\s*(?:(?:and|y|e|и)\s+)?|\s+(?:and|y|e|и)\s+|\s+/u);
  if (parts.length > MAX_RANGES) return undefined;
  const ranges: NumberRange[] = [];
  for (const part of parts) {
    const [, first, last = first] = RANGE.exec(part) ?? [];
    if (first === undefined || last === undefined) return undefined;
    const [from, to] = [Number(first), Number(last)];
    // "7-5" is 5 to 7, whichever hand was quicker.
    ranges.push({ from: Math.min(from, to), to: Math.max(from, to) });
  }
  return ranges;
}

/**
 * Picks the items whose numbers are named. A gap within a range is no mistake: its photo was removed before.
 *
 * @returns the items, each once, in their own order; or the first number or range that names none
 */
export function pickNumbered<T extends { readonly position: number }>(
  items: readonly T[],
  ranges: readonly NumberRange[],
): { readonly picked: readonly T[] } | { readonly missing: NumberRange } {
  const positions = new Set(items.map(({ position }) => position));
  const highest = Math.max(0, ...positions);
  const isIn = ({ from, to }: NumberRange, position: number): boolean => position >= from && position <= to;
  const missing = ranges.find(
    (range) => range.from < 1 || range.to > highest || !items.some(({ position }) => isIn(range, position)),
  );
  if (missing !== undefined) return { missing };
  return { picked: items.filter(({ position }) => ranges.some((range) => isIn(range, position))) };
}
