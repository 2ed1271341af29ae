import { DomainError } from "../errors.js";
import { hasWord, MAX_CAPTION, oneLine, withTrigger } from "./caption-text.js";

/** A change to the words of all captions. */
export type WordsChange =
  | { readonly kind: "replace"; readonly find: string; readonly replacement: string }
  | { readonly kind: "prefix"; readonly prefix: string };

export interface ChangedText {
  readonly text: string;
  /** The change took the trigger word away, so that it was put back in front. */
  readonly restored: boolean;
  /** Longer than a caption may be. */
  readonly tooLong: boolean;
}

/**
 * The words of a change as a person typed them: on one line, in composed form.
 *
 * @throws DomainError `words-empty` without anything to find or to put in front
 */
export function parseWordsChange(change: WordsChange): WordsChange {
  const parsed: WordsChange =
    change.kind === "prefix"
      ? { kind: "prefix", prefix: oneLine(change.prefix) }
      : { kind: "replace", find: oneLine(change.find), replacement: oneLine(change.replacement) };
  if ((parsed.kind === "prefix" ? parsed.prefix : parsed.find) === "") throw new DomainError("words-empty");
  return parsed;
}

/**
 * Gives the function that changes one caption of a set. Words are found in any case: standing by themselves,
 * so that "cat" leaves "category" alone, or anywhere where no caption has them by themselves.
 */
export function wordsChanger(
  change: WordsChange,
  captions: readonly string[],
  triggerWord: string,
): (caption: string) => ChangedText {
  const edit = change.kind === "prefix" ? prefixer(change.prefix) : replacer(change, captions);
  return (caption) => {
    const edited = edit(caption);
    if (edited === caption) return { text: caption, restored: false, tooLong: false };
    const text = withTrigger(edited, triggerWord);
    const restored = !hasWord(edited, triggerWord);
    return { text, restored, tooLong: text.length > MAX_CAPTION };
  };
}

/**
 * Whether any of these captions has the words, in any case, by themselves or not.
 *
 * @throws DomainError `words-empty`
 */
export function occurs(words: string, captions: readonly string[]): boolean {
  const find = oneLine(words);
  if (find === "") throw new DomainError("words-empty");
  const pattern = new RegExp(escaped(find), "iu");
  return captions.some((caption) => pattern.test(caption));
}

function prefixer(prefix: string): (caption: string) => string {
  const begins = (caption: string): boolean => caption.toLowerCase().startsWith(`${prefix.toLowerCase()} `);
  return (caption) => (begins(caption) ? caption : `${prefix} ${caption}`);
}

function replacer(
  { find, replacement }: { find: string; replacement: string },
  captions: readonly string[],
): (caption: string) => string {
  const literal = escaped(find);
  const inWord = "[\\p{L}\\p{M}\\p{N}_-]";
  const before = new RegExp(`^${inWord}`, "u").test(find) ? `(?<!${inWord})` : "";
  const after = new RegExp(`${inWord}$`, "u").test(find) ? `(?!${inWord})` : "";
  const alone = new RegExp(before + literal + after, "iu");
  const pattern = captions.some((caption) => alone.test(caption)) ? alone.source : literal;
  const all = new RegExp(pattern, "giu");
  return (caption) => {
    const edited = caption.replace(all, () => replacement);
    return replacement === "" && edited !== caption ? tidy(edited) : edited;
  };
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** What words that were taken out leave behind: double spaces, commas in a row, a comma at an end. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\s+([,.;:!?])/g, "$1")
    .replace(/,(?:\s*,)+/g, ",")
    .replace(/,\s*\./g, ".")
    .replace(/^[\s,;]+|[\s,;]+$/g, "");
}
