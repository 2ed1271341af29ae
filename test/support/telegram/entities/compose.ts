import { badRequest, notEmulated } from "../api-error.js";
import type { Entity } from "../wire.js";
import { detectEntities } from "./detect.js";
import { parseHtml } from "./html-parser.js";
import type { FormattedText } from "./html-parser.js";

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

interface Source {
  text: string;
  parseMode?: string | undefined;
  entities?: Entity[] | undefined;
}

/**
 * A message's text: parsed, trimmed, with Telegram's own marks added.
 * @throws ApiError 400 for entities that cannot be parsed, an empty text, or one over 4,096 UTF-16 units
 */
export function composeText(source: Source): FormattedText {
  const formatted = compose(source);
  if (formatted.text === "") throw badRequest("message text is empty");
  if (formatted.text.length > MAX_TEXT) throw badRequest("message is too long");
  return formatted;
}

/**
 * A caption, which may be empty.
 * @throws ApiError 400 for entities that cannot be parsed or more than 1,024 UTF-16 units
 */
export function composeCaption(source: Source): FormattedText {
  const formatted = compose(source);
  if (formatted.text.length > MAX_CAPTION) throw badRequest("message caption is too long");
  return formatted;
}

/** What a person typed: no markup, only Telegram's own marks. */
export function composeTyped(text: string): FormattedText {
  return compose({ text });
}

function compose({ text, parseMode, entities }: Source): FormattedText {
  const parsed = parse(text, parseMode, entities);
  const trimmed = trim(parsed);
  const all = [...trimmed.entities, ...detectEntities(trimmed.text, trimmed.entities)];
  return { text: trimmed.text, entities: all.sort(outerFirst) };
}

function parse(text: string, parseMode: string | undefined, entities: Entity[] | undefined): FormattedText {
  if (parseMode === undefined || parseMode === "") return checked(text, entities ?? []);
  if (parseMode === "HTML") return parseHtml(text);
  throw notEmulated(`parse_mode ${parseMode}`);
}

function checked(text: string, entities: Entity[]): FormattedText {
  for (const { type, offset, length } of entities) {
    if (offset < 0 || length <= 0 || offset + length > text.length) {
      throw badRequest(`entity "${type}" at offset ${offset} with length ${length} is outside of the text`);
    }
  }
  return { text, entities };
}

/** Telegram removes white space at both ends, and the marks on it. */
function trim({ text, entities }: FormattedText): FormattedText {
  const shift = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - shift, 0);
    const end = Math.min(entity.offset + entity.length - shift, trimmed.length);
    return end > offset ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return { text: trimmed, entities: kept };
}

function outerFirst(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length;
}
