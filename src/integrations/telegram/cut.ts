/** The text, or as much of it as fits. @param units UTF-16 units, as Telegram counts */
export function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  // No half of a sign that takes two units, such as an emoji.
  return `${text.slice(0, units).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
