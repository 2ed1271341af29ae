import { readFile } from "node:fs/promises";
import sharp from "sharp";
import type { ChatMessage } from "../support/telegram/index.js";

/** The page's size in CSS pixels, as chat-page.css lays it out. */
export const PAGE = { width: 960, height: 1060 } as const;

const STYLES = new URL("chat-page.css", import.meta.url);
const LINK = /https?:\/\/\S+?\/files\/models\/\S+/g;
/** What a reader's own server would say in place of the one that played the run. */
const SHORT_LINK = "<a>https://your-server/files/models/…</a>";
/** Photos of an album, row by row; a row is as wide as the album. */
const ALBUM_ROW = 3;
const ALBUM_WIDTH = 268;
const GAP = 2;
/** Thumbnails are drawn at twice the page's pixels. */
const DENSE = 2;

type Media = NonNullable<ChatMessage["media"]>;

/** One message as it stood at one moment. */
export interface Shown {
  readonly fromBot: boolean;
  readonly html: string;
  readonly buttons: readonly (readonly string[])[];
  readonly media: Media | undefined;
  readonly album: string | undefined;
  /** When it was sent, in seconds of Unix time. */
  readonly sent: number;
  /** When it stood so, in ms of Unix time. */
  readonly seen: number;
}

/** What one screen shows, from above; a bare string is a line between the messages. */
export type Panel = readonly (Shown | string)[];

/** Keeps a message as it is now; the message itself goes on to change. */
export function snapshot(message: ChatMessage): Shown {
  return {
    fromBot: message.fromBot,
    html: message.html,
    buttons: message.keyboard.map((row) => row.map(({ text }) => text)),
    media: message.media,
    album: message.mediaGroupId,
    sent: message.raw.date,
    seen: Date.now(),
  };
}

/** Draws each panel as a telephone's screen, all side by side. @throws when a message names the machine it ran on */
export async function chatPage(panels: readonly Panel[]): Promise<string> {
  const screens = await Promise.all(panels.map(drawPanel));
  const styles = await readFile(STYLES, "utf8");
  return `<!doctype html><meta charset="utf-8"><style>${styles}</style><body>${screens.join("")}</body>`;
}

async function drawPanel(panel: Panel): Promise<string> {
  const drawn = await Promise.all(
    albums(panel).map(async (entry) =>
      typeof entry === "string" ? `<p class="aside">${entry}</p>` : drawMessage(entry),
    ),
  );
  return `<section>
    <header><i class="back"></i><i class="face">D</i><b>Darkroom</b><small>bot</small></header>
    <main>${drawn.join("\n")}</main>
    <footer><i class="menu">Menu</i><i class="field">Message</i><i class="mic"></i></footer>
  </section>`;
}

/** Puts the photos of one album together. */
function albums(panel: Panel): (string | [Shown, ...Shown[]])[] {
  const groups: (string | [Shown, ...Shown[]])[] = [];
  for (const entry of panel) {
    const last = groups.at(-1);
    if (typeof entry === "string") groups.push(entry);
    else if (Array.isArray(last) && entry.album !== undefined && last[0].album === entry.album)
      last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

async function drawMessage(shown: [Shown, ...Shown[]]): Promise<string> {
  const [first] = shown;
  const media = await drawMedia(shown.flatMap((message) => message.media ?? []));
  const words = first.html === "" ? "" : `<div class="words">${wordsOf(first.html)}</div>`;
  const rows = first.buttons.map((row) => `<div>${row.map((text) => `<b>${text}</b>`).join("")}</div>`);
  const time = new Date(first.sent * 1000).toISOString().slice(11, 16);
  const bare = words === "" && first.media?.kind === "photo" ? " bare" : "";
  return `<article class="${first.fromBot ? "bot" : "person"}${bare}">
    <div class="bubble">${media}${words}<time>${time}</time></div>
    ${rows.length === 0 ? "" : `<nav>${rows.join("")}</nav>`}
  </article>`;
}

function wordsOf(html: string): string {
  const words = html.replace(LINK, SHORT_LINK);
  if (/localhost|127\.0\.0\.1/.test(words)) throw new Error(`A message names this machine:\n${html}`);
  return words.replace(/(?<=^|\s)\/[a-z]+/g, "<a>$&</a>");
}

async function drawMedia(media: readonly Media[]): Promise<string> {
  const [first] = media;
  if (first === undefined) return "";
  if (first.kind !== "photo") {
    const kilobytes = `${(first.size / 1024).toFixed(1)} KB`;
    const image = await thumbnail(first, 48, 48);
    return `<div class="file">${image}<b>${first.fileName ?? ""}</b><small>${kilobytes}</small></div>`;
  }
  const rows = await Promise.all(rowsOf(media).map(drawRow));
  return `<div class="album">${rows.join("")}</div>`;
}

/** Rows of three; what is left over goes to the last. */
function rowsOf(photos: readonly Media[]): Media[][] {
  const count = Math.max(1, Math.floor(photos.length / ALBUM_ROW));
  return Array.from({ length: count }, (_, row) =>
    photos.slice(row * ALBUM_ROW, row === count - 1 ? undefined : (row + 1) * ALBUM_ROW),
  );
}

async function drawRow(photos: readonly Media[]): Promise<string> {
  const aspects = photos.map(({ width = 1, height = 1 }) => width / height);
  const room = ALBUM_WIDTH - GAP * (photos.length - 1);
  const height = room / aspects.reduce((sum, aspect) => sum + aspect, 0);
  const images = photos.map((photo, index) => thumbnail(photo, (aspects[index] ?? 1) * height, height));
  return `<div>${(await Promise.all(images)).join("")}</div>`;
}

/** @param width and height in the page's pixels */
async function thumbnail({ path }: Media, width: number, height: number): Promise<string> {
  const bytes = await sharp(path)
    .resize(Math.round(width * DENSE), Math.round(height * DENSE))
    .png()
    .toBuffer();
  const size = `width="${width.toFixed(2)}" height="${height.toFixed(2)}"`;
  return `<img ${size} src="data:image/png;base64,${bytes.toString("base64")}">`;
}
