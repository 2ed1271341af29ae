import { badRequest } from "../api-error.js";
import type { Entity } from "../wire.js";

/** A text as Telegram keeps it: plain, with its formatting beside it (offsets in UTF-16 units). */
export interface FormattedText {
  text: string;
  entities: Entity[];
}

interface OpenTag {
  name: string;
  attribute: string;
  offset: number;
}

const SIMPLE_TAGS: Partial<Record<string, Entity["type"]>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const SUPPORTED = new Set([...Object.keys(SIMPLE_TAGS), "a", "tg-emoji"]);
const NAMED: Partial<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/**
 * Reads parse_mode HTML with the refusals of Telegram's own server.
 * @throws ApiError 400 "can't parse entities: …" with the offset in bytes
 */
export function parseHtml(html: string): FormattedText {
  return new HtmlParser(html).parse();
}

class HtmlParser {
  #at = 0;
  #text = "";
  readonly #open: OpenTag[] = [];
  readonly #entities: Entity[] = [];

  constructor(private readonly html: string) {}

  parse(): FormattedText {
    while (this.#at < this.html.length) {
      const character = this.html.charAt(this.#at);
      if (character === "&") this.#text += this.#reference();
      else if (character !== "<") {
        this.#text += character;
        this.#at += 1;
      } else if (this.html.charAt(this.#at + 1) === "/") this.#endTag();
      else this.#startTag();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed) throw fault(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    return { text: this.#text, entities: this.#entities };
  }

  /** A character reference; an ampersand that begins none stays an ampersand. */
  #reference(): string {
    const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/i.exec(
      this.html.slice(this.#at, this.#at + 12),
    );
    const character = match ? decode(match) : undefined;
    this.#at += character === undefined || !match ? 1 : match[0].length;
    return character ?? "&";
  }

  #startTag(): void {
    const begin = this.#at;
    this.#at += 1;
    const name = this.#takeWhile(/[^\s>]/).toLowerCase();
    if (this.#ended()) throw fault(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
    if (!SUPPORTED.has(name))
      throw fault(`Unsupported start tag "${name}" at byte offset ${this.#bytes(begin)}`);
    const attribute = this.#attributes(name, begin);
    if (name === "span" && attribute !== "tg-spoiler") {
      throw fault(`Tag "span" must have class "tg-spoiler" at byte offset ${this.#bytes(begin)}`);
    }
    this.#open.push({ name, attribute, offset: this.#text.length });
  }

  /** Reads up to the closing bracket; gives the value of the one attribute that matters for this tag. */
  #attributes(tag: string, begin: number): string {
    const wanted: Partial<Record<string, string>> = {
      a: "href",
      span: "class",
      code: "class",
      "tg-emoji": "emoji-id",
    };
    let found = "";
    for (;;) {
      this.#takeWhile(/\s/);
      if (this.#ended()) throw fault(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
      if (this.html.charAt(this.#at) === ">") break;
      const name = this.#takeWhile(/[^\s=>/]/).toLowerCase();
      if (name === "")
        throw fault(`Empty attribute name in the tag "${tag}" at byte offset ${this.#bytes(begin)}`);
      const value = this.#attributeValue(tag, name, begin);
      if (name === wanted[tag] || (tag === "blockquote" && name === "expandable")) found = value;
    }
    this.#at += 1;
    return found;
  }

  #attributeValue(tag: string, name: string, begin: number): string {
    this.#takeWhile(/\s/);
    if (this.html.charAt(this.#at) !== "=") {
      if (tag === "blockquote" && name === "expandable") return name;
      throw fault(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${this.#bytes(begin)}`,
      );
    }
    this.#at += 1;
    this.#takeWhile(/\s/);
    const quote = this.html.charAt(this.#at);
    if (quote !== '"' && quote !== "'") return this.#takeWhile(/[^\s>]/).toLowerCase();
    this.#at += 1;
    let value = "";
    while (!this.#ended() && this.html.charAt(this.#at) !== quote) {
      if (this.html.charAt(this.#at) === "&") value += this.#reference();
      else value += this.html.charAt(this.#at++);
    }
    if (this.#ended()) throw fault(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
    this.#at += 1;
    return value;
  }

  #endTag(): void {
    const begin = this.#at;
    const tag = this.#open.pop();
    if (!tag) throw fault(`Unexpected end tag at byte offset ${this.#bytes(begin)}`);
    this.#at += 2;
    const name = this.#takeWhile(/[^\s>]/).toLowerCase();
    this.#takeWhile(/\s/);
    if (this.html.charAt(this.#at) !== ">")
      throw fault(`Unclosed end tag at byte offset ${this.#bytes(begin)}`);
    if (name !== "" && name !== tag.name) {
      const expected = `expected "</${tag.name}>", found "</${name}>"`;
      throw fault(`Unmatched end tag at byte offset ${this.#bytes(begin)}, ${expected}`);
    }
    this.#at += 1;
    this.#close(tag);
  }

  #close(tag: OpenTag): void {
    const length = this.#text.length - tag.offset;
    if (length === 0) return;
    const place = { offset: tag.offset, length };
    if (tag.name === "a") this.#closeLink(tag, place);
    else if (tag.name === "tg-emoji")
      this.#entities.push({ type: "custom_emoji", ...place, custom_emoji_id: tag.attribute });
    else if (tag.name === "blockquote" && tag.attribute !== "")
      this.#entities.push({ type: "expandable_blockquote", ...place });
    else if (
      tag.name === "code" &&
      tag.attribute.startsWith("language-") &&
      this.#open.at(-1)?.name === "pre"
    ) {
      const pre = this.#open.at(-1);
      if (pre) pre.attribute = tag.attribute.slice("language-".length);
    } else if (tag.name === "pre") {
      const language = tag.attribute === "" ? {} : { language: tag.attribute };
      this.#entities.push({ type: "pre", ...place, ...language });
    } else this.#entities.push({ type: SIMPLE_TAGS[tag.name] ?? "bold", ...place });
  }

  /** A link that Telegram cannot open, such as one to localhost, is dropped without a word: only its text stays. */
  #closeLink(tag: OpenTag, place: { offset: number; length: number }): void {
    const target = tag.attribute === "" ? this.#text.slice(tag.offset) : tag.attribute;
    const mention = /^tg:\/\/user\?id=(\d+)$/.exec(target);
    if (mention) {
      const user = { id: Number(mention[1]), is_bot: false, first_name: this.#text.slice(tag.offset) };
      this.#entities.push({ type: "text_mention", ...place, user });
      return;
    }
    const url = checkedLink(target);
    if (url !== null) this.#entities.push({ type: "text_link", ...place, url });
  }

  #takeWhile(allowed: RegExp): string {
    const begin = this.#at;
    while (!this.#ended() && allowed.test(this.html.charAt(this.#at))) this.#at += 1;
    return this.html.slice(begin, this.#at);
  }

  #ended(): boolean {
    return this.#at >= this.html.length;
  }

  #bytes(position: number): number {
    return Buffer.byteLength(this.html.slice(0, position));
  }
}

function decode(match: RegExpExecArray): string | undefined {
  const [, hexadecimal, decimal, name] = match;
  if (name !== undefined) return NAMED[name.toLowerCase()];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The address as Telegram would open it, or null: it wants a known scheme and a host with a dot in it. */
function checkedLink(target: string): string | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (url.protocol === "tg:" || url.protocol === "ton:") return withScheme;
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  return url.hostname.includes(".") ? url.href : null;
}

function fault(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}
