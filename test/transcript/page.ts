import { readFileSync } from "node:fs";
import { drawMessage } from "./bubble.js";
import type { PageChat, PageEntry, PageMessage, TranscriptContent } from "./page-content.js";
import { escapeHtml } from "./telegram-html.js";

const STYLES = readFileSync(new URL("page.css", import.meta.url), "utf8");

/** A transcript as one HTML page that needs nothing else: read it in a browser, from above. */
export function transcriptPage({ title, about, language, chats }: TranscriptContent): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`Darkroom: ${title} (${language})`)}</title>
<style>
${STYLES}</style>
</head>
<body>
<header lang="en"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(about)}</p></header>
<div class="chats">
${chats.map((chat) => drawChat(chat, language)).join("\n")}
</div>
</body>
</html>
`;
}

function drawChat({ person, entries }: PageChat, language: string): string {
  let day = "";
  const drawn = albumsOf(entries).map((entry) => {
    if (!Array.isArray(entry)) return drawAside(entry);
    const [first] = entry;
    const before = day;
    day = dayOf(first.sent, language);
    return (day === before ? "" : `<p class="day">${escapeHtml(day)}</p>\n`) + drawMessage(entry);
  });
  return `<section>
<h2 dir="auto">${escapeHtml(person)}</h2>
<main>
${drawn.join("\n")}
</main>
</section>`;
}

/** A tap is the person's, so it stands on their side; what pops up stands over the chat. */
function drawAside(entry: Exclude<PageEntry, PageMessage>): string {
  return entry.kind === "tap"
    ? `<p class="tap"><span aria-hidden="true">👆</span> <bdi>${escapeHtml(entry.button)}</bdi></p>`
    : `<p class="pop-up" dir="auto">${escapeHtml(entry.text)}</p>`;
}

/** Puts the photos of one album together. */
function albumsOf(
  entries: readonly PageEntry[],
): (Exclude<PageEntry, PageMessage> | [PageMessage, ...PageMessage[]])[] {
  const groups: (Exclude<PageEntry, PageMessage> | [PageMessage, ...PageMessage[]])[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (entry.kind !== "message") groups.push(entry);
    else if (Array.isArray(last) && entry.album !== undefined && last[0].album === entry.album)
      last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** Days and times are UTC: a page reads the same wherever it is made. */
function dayOf(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date);
}
