const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/**
 * The end of the range of keys that start with a prefix, in code point order (which is the byte order of
 * UTF-8, as databases compare): a key starts with the prefix exactly when `prefix <= key < end`. A range
 * needs no escaping, where a pattern would read `%`, `_`, `$` or `.` as something else.
 *
 * @returns undefined when the range has no end (an empty prefix, or one of last code points alone)
 */
export function endOfPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < LAST_CODE_POINT) {
      const next = last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1;
      return String.fromCodePoint(...points, next);
    }
  }
  return undefined;
}
