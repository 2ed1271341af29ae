import type { ChangeSet } from "../../core/training/caption-changes.js";
import { draftButton } from "./callback-data.js";
import { cut } from "./cut.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

const EXAMPLES = 3;
const AROUND_CHARACTERS = 30;
const DIFFERENCE_CHARACTERS = 150;

/** What a change to all captions would do, with the buttons that make it or leave it. */
export function wordsPreview(
  draftId: string,
  { id, words, changes, restored, tooLong }: ChangeSet,
  t: Translate,
): { html: string; rows: Button[][] } {
  const lines: string[] = [];
  if (changes.length > 0) lines.push(t("words-preview", { count: changes.length }));
  else if (tooLong === 0) lines.push(nothing(words, t));
  for (const { before, after } of changes.slice(0, EXAMPLES)) {
    lines.push(t("words-example", difference(before.text, after)));
  }
  if (changes.length > EXAMPLES) lines.push(t("words-more", { count: changes.length - EXAMPLES }));
  if (restored > 0) lines.push(t("words-trigger-stays", { count: restored }));
  if (tooLong > 0) lines.push(t("words-too-long", { count: tooLong }));
  const leave = { text: t("words-leave"), data: draftButton(draftId, "words-leave") };
  const apply = { text: t("words-apply"), data: draftButton(draftId, "words-apply", id) };
  return { html: lines.join("\n\n"), rows: [changes.length > 0 ? [apply, leave] : [leave]] };
}

function nothing(words: ChangeSet["words"], t: Translate): string {
  return words.kind === "prefix"
    ? t("words-prefix-there")
    : t("words-not-found", { words: cut(words.find, DIFFERENCE_CHARACTERS) });
}

/** Where two texts differ, with some of what stands around it. */
export function difference(before: string, after: string): { before: string; after: string } {
  const old = Array.from(before);
  const now = Array.from(after);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const from = Math.max(0, start - AROUND_CHARACTERS);
  const rest = Math.max(0, end - AROUND_CHARACTERS);
  const excerpt = (characters: string[]): string => {
    const middle = cut(characters.slice(from, characters.length - rest).join(""), DIFFERENCE_CHARACTERS);
    return `${from > 0 ? "…" : ""}${middle}${rest > 0 && !middle.endsWith("…") ? "…" : ""}`;
  };
  return { before: excerpt(old), after: excerpt(now) };
}
