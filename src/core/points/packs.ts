/** So many points for so many Telegram Stars. */
export interface Pack {
  readonly points: number;
  readonly stars: number;
}

const PACK = /^([1-9]\d{0,6})\s*=\s*([1-9]\d{0,5})$/;
/** What Telegram takes for one invoice, at most. */
const MAX_STARS = 100_000;
const MAX_POINTS = 1_000_000;
/** As buttons of one message they are to be overlooked with ease. */
const MAX_PACKS = 8;

/** Reads the setting STAR_PACKS, as in `100=100,550=500`; undefined where it is not of that form, or names a pack twice. */
export function readPacks(text: string): readonly Pack[] | undefined {
  const packs: Pack[] = [];
  for (const part of text.split(",")) {
    const [, points, stars] = PACK.exec(part.trim()) ?? [];
    const pack = { points: Number(points), stars: Number(stars) };
    // What is no number is no less than the bound either.
    if (!(pack.points <= MAX_POINTS && pack.stars <= MAX_STARS)) return undefined;
    if (packs.some((other) => other.points === pack.points)) return undefined;
    packs.push(pack);
  }
  return packs.length > MAX_PACKS ? undefined : packs;
}
