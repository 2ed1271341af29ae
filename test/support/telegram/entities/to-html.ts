import type { Entity } from "../wire.js";
import type { FormattedText } from "./html-parser.js";

const TAGS: Partial<Record<Entity["type"], string>> = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  spoiler: "tg-spoiler",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** The text as HTML, for reading in a test or on a page. Marks that Telegram adds by itself are left out. */
export function toHtml({ text, entities }: FormattedText): string {
  const opening = new Map<number, string[]>();
  const closing = new Map<number, string[]>();
  for (const entity of entities) {
    const [open, close] = tagsOf(entity);
    if (open === "") continue;
    const end = entity.offset + entity.length;
    opening.set(entity.offset, [...(opening.get(entity.offset) ?? []), open]);
    closing.set(end, [close, ...(closing.get(end) ?? [])]);
  }
  let html = "";
  for (let at = 0; at <= text.length; at += 1) {
    html += (closing.get(at) ?? []).join("") + (opening.get(at) ?? []).join("") + escape(text.charAt(at));
  }
  return html;
}

function tagsOf(entity: Entity): [string, string] {
  if (entity.type === "text_link")
    return [`<a href="${escape(entity.url ?? "").replaceAll('"', "&quot;")}">`, "</a>"];
  if (entity.type === "text_mention") return [`<a href="tg://user?id=${entity.user?.id ?? 0}">`, "</a>"];
  const tag = TAGS[entity.type];
  return tag === undefined ? ["", ""] : [`<${tag}>`, `</${tag}>`];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
