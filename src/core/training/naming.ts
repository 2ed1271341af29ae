import { createHash } from "node:crypto";
import { DomainError } from "../errors.js";

/** Fits a button and a file name with its ending. */
const MAX_NAME = 60;
/** Longer ones cost tokens in every caption and gain nothing. */
const MAX_TRIGGER = 40;
/** They would turn round what stands behind the name; a script's own direction needs none of them. */
const OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/gu;
/** Something to see and to tap on: joiners and direction marks alone make an empty button. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}]/u;

/** Whether there is anything to see. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * A training's name as a person typed it, trimmed and on one line.
 *
 * @throws DomainError `name-empty` or `name-too-long`
 */
export function parseName(raw: string): string {
  const name = raw
    .normalize("NFC")
    .replace(OVERRIDES, "")
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  if (!isVisible(name)) throw new DomainError("name-empty");
  const length = Array.from(name).length;
  if (length > MAX_NAME) throw new DomainError("name-too-long", { length, max: MAX_NAME });
  return name;
}

/** Names that look the same have the same key: case, composition and what cannot be seen do not count. */
export function nameKey(name: string): string {
  // Down, up and down again folds what one way alone leaves: a final sigma, a sharp s of either case.
  return name
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKC");
}

/**
 * The name with the lowest number that makes it one of its own: "Anna" becomes "Anna 2", and that "Anna 3".
 *
 * @param taken keys of the names that are not free
 */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, number = "1"] = /^(.*\S) (\d{1,4})$/u.exec(name) ?? [];
  for (let next = Number(number) + 1; ; next++) {
    const ending = ` ${next}`;
    const free =
      Array.from(stem)
        .slice(0, MAX_NAME - ending.length)
        .join("")
        .trimEnd() + ending;
    if (!taken.has(nameKey(free))) return free;
  }
}

/**
 * One word without spaces or commas, since captions are split at those.
 *
 * @throws DomainError `trigger-empty`, `trigger-too-long` or `trigger-characters`
 */
export function parseTriggerWord(raw: string): string {
  const word = raw.normalize("NFC").trim();
  if (word === "") throw new DomainError("trigger-empty");
  const length = Array.from(word).length;
  if (length > MAX_TRIGGER) throw new DomainError("trigger-too-long", { length, max: MAX_TRIGGER });
  if (!/^[\p{L}\p{M}\p{N}_-]+$/u.test(word)) throw new DomainError("trigger-characters");
  return word;
}

/**
 * A rare token for a name: its first consonants and two letters of its hash, so that the base model has no
 * picture of it yet and the same name gives the same word.
 */
export function proposeTriggerWord(name: string): string {
  const latin = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  const stem = latin.replace(/[aeiouy]/g, "").slice(0, 4) || "drk";
  const letters = createHash("sha256").update(name).digest();
  const tail = [letters[0] ?? 0, letters[1] ?? 0]
    .map((byte) => "bcdfghjkmnpqrstvwxz".charAt(byte % 19))
    .join("");
  return `${stem}${tail}`;
}
