/** What the Bot API lets a message have, and what a link may lead to. */
const TAG =
  /<\/(?:b|i|u|s|code|pre|a|blockquote|tg-spoiler)>|<(?:b|i|u|s|code|pre|blockquote|tg-spoiler)>|<a href="(?:https?|tg|mailto):[^"<>]*">/g;
const COMMAND_OR_LINK = /(?<=^|\s)(?:\/[a-z]+|https?:\/\/[^\s<]+)/g;

export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** A message's HTML for a page: Telegram's own tags stay, anything else shows as it is written. */
export function messageHtml(html: string): string {
  let shown = "";
  let end = 0;
  for (const match of html.matchAll(TAG)) {
    shown += words(html.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return shown + words(html.slice(end));
}

/** Entities are there already; a tag that is none of Telegram's is text. Commands and links are coloured as in the app. */
function words(text: string): string {
  const escaped = text.replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return escaped.replace(COMMAND_OR_LINK, '<span class="link">$&</span>');
}
