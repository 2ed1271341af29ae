import { DomainError } from "../errors.js";
import { isVisible } from "./naming.js";

/** About 230 tokens; FLUX's and WAN's encoders read 512, SDXL's cut at 77 of their own accord. */
export const MAX_CAPTION = 1000;

/**
 * A caption as a person typed it: one line, with the trigger word in it.
 *
 * @throws DomainError `caption-empty` or `caption-too-long`
 */
export function parseCaption(raw: string, triggerWord: string): string {
  const text = oneLine(raw);
  if (text === "") throw new DomainError("caption-empty");
  const caption = withTrigger(text, triggerWord);
  if (caption.length > MAX_CAPTION) {
    throw new DomainError("caption-too-long", { length: caption.length, max: MAX_CAPTION });
  }
  return caption;
}

/** What a person typed, on one line and in composed form, so that equal texts are equal; empty where nothing is seen of it. */
export function oneLine(raw: string): string {
  const line = raw.normalize("NFC").replace(/\s+/gu, " ").trim();
  return isVisible(line) ? line : "";
}

/** The caption, with the trigger word put before it when it is not in it as a word. */
export function withTrigger(text: string, triggerWord: string): string {
  if (text === "") return triggerWord;
  return hasWord(text, triggerWord) ? text : `${triggerWord}, ${text}`;
}

/** The caption with one trigger word put in the place of another. */
export function replaceTrigger(text: string, before: string | undefined, after: string): string {
  if (before === undefined || before === after) return withTrigger(text, after);
  return withTrigger(text.replace(wordPattern(before, "giu"), after), after);
}

/** Whether a text has the word, in any case, standing by itself. */
export function hasWord(text: string, word: string): boolean {
  return wordPattern(word, "iu").test(text);
}

/** The text with something else in each place of a word. */
export function withoutWord(text: string, word: string, instead: string): string {
  return word === "" ? text : text.replace(wordPattern(word, "giu"), () => instead);
}

function wordPattern(word: string, flags: string): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_-])${escaped}(?![\\p{L}\\p{M}\\p{N}_-])`, flags);
}
