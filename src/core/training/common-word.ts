import { COMMON_NAMES } from "./words/names.js";
import { MOST_COMMON_WORDS } from "./words/most-common.js";
import { COMMON_WORDS } from "./words/common.js";
import { PICTURE_WORDS } from "./words/pictures.js";

const WORDS: ReadonlySet<string> = new Set(
  [MOST_COMMON_WORDS, COMMON_WORDS, PICTURE_WORDS, COMMON_NAMES].flatMap((words) =>
    words.trim().split(/\s+/),
  ),
);

/** Endings of English, with what may have stood in their place. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ie[sd]$/, ["y", "ie"]],
  [/s$/, [""]],
  [/es$/, [""]],
  [/(?:ed|ing)$/, ["", "e"]],
  [/([b-z])\1(?:ed|ing)$/, ["$1"]],
];

/**
 * Whether a trigger word means something to a base model already: an English word that everybody uses (its text
 * encoder reads English), a common given name, or several of these put together. Its pictures of that would mix
 * with what is trained.
 */
export function isCommonWord(word: string): boolean {
  const parts = word
    .toLowerCase()
    .split(/[-_\d]+/)
    .filter((part) => part !== "");
  return parts.length > 0 && parts.every(isKnown);
}

function isKnown(word: string): boolean {
  return stemsOf(word).some((stem) => WORDS.has(stem));
}

function stemsOf(word: string): string[] {
  const stems = ENDINGS.filter(([ending]) => ending.test(word)).flatMap(([ending, olds]) =>
    olds.map((old) => word.replace(ending, old)),
  );
  return [word, ...stems];
}
