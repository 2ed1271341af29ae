import type { PageMedia, PageMessage } from "./page-content.js";
import { escapeHtml, messageHtml } from "./telegram-html.js";

const KILOBYTE = 1024;
/** Photos of an album, side by side. */
const ALBUM_ROW = 3;

/** A message, or the messages of one album, as a bubble with its buttons below. */
export function drawMessage(messages: readonly [PageMessage, ...PageMessage[]]): string {
  const [first] = messages;
  // An album has its words, its buttons and its reactions on one of its photos.
  const words = messages.map(({ html }) => html).find((html) => html !== "") ?? "";
  const side = first.fromBot ? "bot" : "person";
  const parts = [
    first.replyTo === undefined
      ? ""
      : `<blockquote class="reply" dir="auto">${escapeHtml(first.replyTo)}</blockquote>`,
    drawMedia(messages.flatMap(({ media }) => media ?? [])),
    words === "" ? "" : `<div class="words" dir="auto">${messageHtml(words)}</div>`,
    drawFoot(messages),
  ];
  return `<article class="${side}${first.deleted ? " deleted" : ""}">
<div class="bubble">${parts.join("")}</div>${drawButtons(first.buttons)}
</article>`;
}

function drawMedia(media: readonly PageMedia[]): string {
  const pictures = media.flatMap((each) => (each.kind === "picture" ? [each] : []));
  const files = media.flatMap((each) => (each.kind === "file" ? [each] : []));
  const shown = pictures.map(
    ({ source, width, height }) =>
      `<img src="${escapeHtml(source)}" width="${width}" height="${height}" alt="">`,
  );
  const rows = files.map(
    ({ name, bytes }) =>
      `<p class="file"><b dir="auto">${escapeHtml(name)}</b><small>${sizeOf(bytes)}</small></p>`,
  );
  const album = pictures.length > 1 ? ` album of-${Math.min(pictures.length, ALBUM_ROW)}` : "";
  return (shown.length === 0 ? "" : `<div class="pictures${album}">${shown.join("")}</div>`) + rows.join("");
}

/** Reactions, how often it was edited, and the time. */
function drawFoot(messages: readonly [PageMessage, ...PageMessage[]]): string {
  const [first] = messages;
  const reactions = [...new Set(messages.flatMap((message) => message.reactions))];
  const time = first.sent.toISOString().slice(11, 16);
  const marks = [
    ...reactions.map((emoji) => `<span class="reaction">${escapeHtml(emoji)}</span>`),
    ...(first.deleted ? ['<span class="mark" lang="en">deleted</span>'] : []),
    ...(first.edits > 0 ? [`<span class="mark" lang="en">${editedText(first.edits)}</span>`] : []),
    `<time>${time}</time>`,
  ];
  return `<footer>${marks.join("")}</footer>`;
}

function editedText(times: number): string {
  return times === 1 ? "edited once" : `edited ${times} times`;
}

function drawButtons(rows: PageMessage["buttons"]): string {
  if (rows.length === 0) return "";
  const drawn = rows.map(
    (row) => `<div>${row.map((text) => `<span dir="auto">${escapeHtml(text)}</span>`).join("")}</div>`,
  );
  return `\n<nav>${drawn.join("")}</nav>`;
}

function sizeOf(bytes: number): string {
  return bytes < KILOBYTE * KILOBYTE
    ? `${Math.ceil(bytes / KILOBYTE)} KB`
    : `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`;
}
