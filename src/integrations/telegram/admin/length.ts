/** Telegram's bound is 4,096 after the HTML was read, so that this is on the safe side. */
const MAX_CHARACTERS = 4_000;
const CUT = "…";

/** At most so many characters, with an ellipsis in the place of the rest. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}${CUT}`;
}

/** As many whole lines as one message can hold, and the last ones in any case; no tag spans a line. */
export function fitting(lines: readonly string[], last: readonly string[] = []): string {
  const end = last.map((line) => `\n${line}`).join("");
  let text = "";
  for (const line of lines) {
    const longer = text === "" ? line : `${text}\n${line}`;
    if (longer.length + end.length > MAX_CHARACTERS) return `${text}\n${CUT}${end}`;
    text = longer;
  }
  return text + end;
}
