/** What stands in the place of what was left out. */
const CUT = "…";
/** A tag, a character reference, or what lies between them. */
const TOKEN = /<\/?[a-z][^<>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);|[^<&]+|[<&]/gi;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A tag, or the least that is not cut in two: a sign as a person sees it. */
interface Atom {
  readonly html: string;
  /** As Telegram counts: UTF-16 units once the HTML was read; none of a tag. */
  readonly units: number;
  readonly tag?: "opens" | "closes";
}

/**
 * Cuts HTML as Telegram knows it into messages: between lines where it can, else between words, else between signs.
 * Tags that are open at a cut are closed before it and opened again behind it; the white space at a cut goes.
 *
 * @param limit UTF-16 units of a message's text
 * @returns at least one part; none is longer or, but for an empty text, empty
 */
export function splitHtml(html: string, limit: number): string[] {
  if (html.length <= limit) return [html];
  const atoms = atomsOf(html, limit);
  if (unitsOf(atoms) <= limit) return [html];
  const parts: string[] = [];
  const open: Atom[] = [];
  for (let start = 0; start < atoms.length;) {
    if (isSpace(atoms[start])) {
      start++;
      continue;
    }
    const end = cutAt(atoms, start, limit);
    const part = atoms.slice(start, end);
    const before = open.map(({ html: tag }) => tag).join("");
    const text = trimmed(part);
    follow(part, open);
    if (unitsOf(part) > 0) parts.push(`${before}${text}${closing(open)}`);
    start = end;
  }
  return parts.length > 0 ? parts : [html];
}

/** As much as fits in one message, with an ellipsis where the rest was. @param limit as of {@link splitHtml} */
export function shortenHtml(html: string, limit: number): string {
  const [first = html, ...others] = splitHtml(html, limit);
  if (others.length === 0) return first;
  const [shorter = ""] = splitHtml(html, limit - CUT.length);
  return `${shorter}${CUT}`;
}

function atomsOf(html: string, limit: number): Atom[] {
  return [...html.matchAll(TOKEN)].flatMap(([token]): Atom[] => {
    if (/^<./.test(token))
      return [{ html: token, units: 0, tag: token.startsWith("</") ? "closes" : "opens" }];
    if (/^&./.test(token)) return [{ html: token, units: referenceUnits(token) }];
    return signsOf(token, limit).map((sign) => ({ html: sign, units: sign.length }));
  });
}

/** Somebody may put a thousand accents on a letter: then it is cut all the same. */
function signsOf(text: string, limit: number): string[] {
  return [...graphemes.segment(text)].flatMap(({ segment }) =>
    segment.length > limit / 2 ? Array.from(segment) : [segment],
  );
}

function referenceUnits(reference: string): number {
  const [, hex, decimal] = /^&#(?:x([0-9a-f]+)|(\d+));$/i.exec(reference) ?? [];
  const code = hex === undefined ? Number(decimal ?? 0) : Number.parseInt(hex, 16);
  return code > 0xffff ? 2 : 1;
}

function unitsOf(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, { units }) => sum + units, 0);
}

/** Where the part that begins here ends: the last line's end within the limit, or the last word's, if it is not too early. */
function cutAt(atoms: readonly Atom[], start: number, limit: number): number {
  let end = start;
  let units = 0;
  let line = 0;
  let word = 0;
  for (; end < atoms.length; end++) {
    const atom = atoms[end];
    if (atom === undefined) break;
    if (units > limit / 2 && atom.html.includes("\n")) line = end;
    if (units > limit / 2 && isSpace(atom)) word = end;
    if (units + atom.units > limit) break;
    units += atom.units;
  }
  if (end === atoms.length) return end;
  return line || word || end;
}

function isSpace(atom: Atom | undefined): boolean {
  return atom !== undefined && atom.tag === undefined && /^\s+$/.test(atom.html);
}

/** A part's HTML without the white space at its end. */
function trimmed(part: readonly Atom[]): string {
  const last = part.findLastIndex((atom) => atom.tag === undefined && !isSpace(atom));
  return part
    .filter((atom, index) => index <= last || atom.tag !== undefined)
    .map(({ html }) => html)
    .join("");
}

/** Opens and closes what a part opens and closes. */
function follow(part: readonly Atom[], open: Atom[]): void {
  for (const atom of part) {
    if (atom.tag === "opens") open.push(atom);
    else if (atom.tag === "closes") open.pop();
  }
}

function closing(open: readonly Atom[]): string {
  return open
    .map(({ html }) => `</${/^<([a-z-]+)/i.exec(html)?.[1] ?? ""}>`)
    .toReversed()
    .join("");
}
