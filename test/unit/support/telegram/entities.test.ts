import { expect } from "chai";
import { describe, it } from "mocha";
import { ApiError } from "../../../support/telegram/api-error.js";
import { composeCaption, composeText } from "../../../support/telegram/entities/compose.js";
import { toHtml } from "../../../support/telegram/entities/to-html.js";

const html = (text: string): ReturnType<typeof composeText> => composeText({ text, parseMode: "HTML" });

const refusalOf = (text: string): string => {
  try {
    html(text);
  } catch (error) {
    if (error instanceof ApiError) return error.description;
    throw error;
  }
  return expect.fail(`"${text}" was not refused`);
};

describe("Telegram emulator: text and entities", () => {
  it("reads nested tags, links and references", () => {
    const { text, entities } = html(
      '<b>bold <i>both</i></b> &lt;&amp;&#33;&nbsp; <a href="https://example.org/a?b=1&amp;c=2">link</a>',
    );
    expect(text).to.equal("bold both <&!&nbsp; link");
    expect(entities).to.deep.equal([
      { type: "bold", offset: 0, length: 9 },
      { type: "italic", offset: 5, length: 4 },
      { type: "text_link", offset: 20, length: 4, url: "https://example.org/a?b=1&c=2" },
    ]);
  });

  it("reads code blocks with a language, spoilers and quotes", () => {
    const source =
      '<pre><code class="language-ts">let a</code></pre><span class="tg-spoiler">s</span><blockquote expandable>q</blockquote>';
    expect(html(source).entities).to.deep.equal([
      { type: "pre", offset: 0, length: 5, language: "ts" },
      { type: "spoiler", offset: 5, length: 1 },
      { type: "expandable_blockquote", offset: 6, length: 1 },
    ]);
  });

  it("counts offsets in UTF-16 units", () => {
    expect(html("👍<b>x</b>").entities).to.deep.equal([{ type: "bold", offset: 2, length: 1 }]);
  });

  it("refuses what Telegram's parser refuses, with the offset in bytes", () => {
    const cases: [string, string][] = [
      ["<div>x</div>", 'Unsupported start tag "div" at byte offset 0'],
      ["é <x>", 'Unsupported start tag "x" at byte offset 3'],
      ["1 < 2 > 1", 'Unsupported start tag "" at byte offset 2'],
      ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
      ["<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
      ["x</b>", "Unexpected end tag at byte offset 1"],
      ["<b", "Unclosed start tag at byte offset 0"],
      ["<b>x</b", "Unclosed end tag at byte offset 4"],
      ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
      ["<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ];
    for (const [source, reason] of cases)
      expect(refusalOf(source)).to.equal(`Bad Request: can't parse entities: ${reason}`);
  });

  it("drops a link that nobody else could open, and keeps its text", () => {
    expect(html('<a href="http://localhost:3000/x">here</a>')).to.deep.equal({ text: "here", entities: [] });
  });

  it("refuses MarkdownV2 as not emulated", () => {
    expect(() => composeText({ text: "*x*", parseMode: "MarkdownV2" })).to.throw(ApiError, "not emulated");
  });

  it("marks commands, links, mentions and hashtags by itself, but not inside code", () => {
    const { entities } = html("/start see https://example.org/x. @somebody #tag <code>/no</code>");
    expect(entities.map(({ type, offset, length }) => [type, offset, length])).to.deep.equal([
      ["bot_command", 0, 6],
      ["url", 11, 21],
      ["mention", 34, 9],
      ["hashtag", 44, 4],
      ["code", 49, 3],
    ]);
  });

  it("trims white space and moves the entities along", () => {
    expect(html(" \n <b> x </b>\n")).to.deep.equal({
      text: "x",
      entities: [{ type: "bold", offset: 0, length: 1 }],
    });
  });

  it("counts 4,096 units of text and 1,024 of caption after parsing", () => {
    expect(html(`<b>${"x".repeat(4096)}</b>`).text).to.have.lengthOf(4096);
    expect(() => html("x".repeat(4097))).to.throw("message is too long");
    expect(() => html("👍".repeat(2049))).to.throw("message is too long");
    expect(() => html("<b> </b>")).to.throw("message text is empty");
    expect(() => composeCaption({ text: "x".repeat(1025) })).to.throw("message caption is too long");
    expect(composeCaption({ text: "" }).text).to.equal("");
  });

  it("writes the same marks back as HTML", () => {
    const source = '<b>a<i>b</i></b> &lt;c&gt; <a href="https://example.org/">d</a>';
    expect(toHtml(html(source))).to.equal(source);
  });
});
