import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pattern, PatternElement } from "@fluent/syntax";
import { plain } from "../../src/integrations/telegram/say.js";
import { Texts, type Translate } from "../../src/integrations/telegram/texts.js";
import { readLocale, type Locale } from "../support/locale-file.js";

export const LANGUAGES = ["en", "es", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

const FOLDER = fileURLToPath(new URL("../../locales", import.meta.url));
const TEXTS = new Texts(FOLDER);
/** Fewer letters than these fit nearly every message. */
const FEWEST_LETTERS = 2;
/** A piece of a text that is so long stands in no other language by chance. */
const TELLING_LENGTH = 16;

/** What the bot says in one language, as its locale file has it: a journey knows messages by their keys alone. */
export class Words {
  readonly t: Translate;
  readonly #locale: Locale;
  readonly #sources = new Map<string, string>();

  constructor(readonly language: Language) {
    this.t = TEXTS.in(language);
    this.#locale = readLocale(join(FOLDER, `${language}.ftl`));
  }

  /** Fits what a person sees of this text, whatever stands in its places. @throws where the text says too little */
  pattern(key: string): RegExp {
    return new RegExp(this.#sourceOf(key), "u");
  }

  /** As {@link pattern}, for a button: nothing stands around it. */
  button(key: string): RegExp {
    return new RegExp(`^${this.#sourceOf(key)}$`, "u");
  }

  /** Fits every key that stands by itself in a text; those of one word are words of the language, too. */
  get bareKey(): RegExp {
    const keys = [...this.#locale.messages.keys()].filter((key) => key.includes("-"));
    return new RegExp(`(?<![\\w./-])(?:${keys.join("|")})(?![\\w.-])`);
  }

  /** Pieces of its texts that are long enough to tell the language. */
  tellingPieces(): readonly string[] {
    const pieces = [...this.#locale.messages.values()].flatMap(literals);
    return [...new Set(pieces.flatMap((piece) => piece.split("\n")).map((piece) => piece.trim()))].filter(
      (piece) => piece.length >= TELLING_LENGTH,
    );
  }

  #sourceOf(key: string): string {
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const pattern = this.#locale.messages.get(key);
    if (pattern === undefined) throw new Error(`there is no text ${key} in ${this.language}`);
    const source = sourceOf(pattern);
    const letters = literals(pattern)
      .join("")
      .replaceAll(/[^\p{L}\p{S}]/gu, "");
    if (letters.length < FEWEST_LETTERS) throw new Error(`${key} fits anything`);
    this.#sources.set(key, source);
    return source;
  }
}

const known = new Map<Language, Words>();

/** The words of a language; its file is read once. */
export function wordsIn(language: Language): Words {
  const words = known.get(language) ?? new Words(language);
  known.set(language, words);
  return words;
}

function sourceOf(pattern: Pattern): string {
  return pattern.elements.map(sourceOfElement).join("");
}

function sourceOfElement(element: PatternElement): string {
  if (element.type === "TextElement") return escape(plain(element.value));
  const { expression } = element;
  if (expression.type === "SelectExpression")
    return `(?:${expression.variants.map(({ value }) => sourceOf(value)).join("|")})`;
  return expression.type === "StringLiteral" ? escape(expression.parse().value) : "[^]*?";
}

/** The texts between the places. */
function literals(pattern: Pattern): string[] {
  return pattern.elements.flatMap((element) => {
    if (element.type === "TextElement") return [plain(element.value)];
    const { expression } = element;
    return expression.type === "SelectExpression"
      ? expression.variants.flatMap(({ value }) => literals(value))
      : [];
  });
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
