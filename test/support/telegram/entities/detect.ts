import type { Entity } from "../wire.js";

const PATTERNS: [Entity["type"], RegExp][] = [
  ["bot_command", /(?<![\w/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z][\w]{3,31})?(?![\w/])/g],
  ["url", /(?<![\w.@])(?:https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]'»]|t\.me\/[\w/?=+-]+)/gi],
  ["email", /(?<![\w.])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g],
  ["mention", /(?<![\w@])@[a-zA-Z][\w]{3,31}(?!\w)/g],
  ["hashtag", /(?<![\w#])#[\p{L}\d_]*\p{L}[\p{L}\d_]*/gu],
];

/** What Telegram marks by itself: commands, links, addresses, mentions and hashtags outside of other marks. */
export function detectEntities(text: string, existing: readonly Entity[]): Entity[] {
  const blocking = existing.filter(({ type }) => ["code", "pre", "text_link", "text_mention"].includes(type));
  const found: Entity[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const place = { offset: match.index, length: match[0].length };
      if ([...blocking, ...found].every((other) => !overlaps(place, other))) found.push({ type, ...place });
    }
  }
  return found;
}

function overlaps(a: { offset: number; length: number }, b: { offset: number; length: number }): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
