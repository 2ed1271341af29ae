// HTML, as far as Telegram knows it (core.telegram.org/bots/api#html-style)

const TAG = /<(\/?)([a-z-]+)((?: [^<>]*)?)>/g;
const TAGS = "b strong i em u ins s strike del tg-spoiler code pre a blockquote".split(" ");

/** The names of the tags in a text, each once. */
export function tagsOf(text: string): string[] {
  return [...new Set([...text.matchAll(TAG)].map(([, , name = ""]) => name))].sort();
}

/** What Telegram would refuse a text for. */
export function htmlFault(text: string): string | undefined {
  const open: string[] = [];
  for (const [tag, slash, name = "", attributes] of text.matchAll(TAG)) {
    if (!TAGS.includes(name)) return `Telegram has no ${tag}`;
    if (attributes !== "" && name !== "a") return `${tag} takes no attributes`;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return `${tag} closes what is not open`;
  }
  if (open.length > 0) return `<${open.join("><")}> stays open`;
  if (/[<>]|&(?!(?:lt|gt|amp|quot);)/.test(text.replace(TAG, ""))) return "a bare <, > or &";
  return undefined;
}
