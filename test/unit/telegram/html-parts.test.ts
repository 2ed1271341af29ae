import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { shortenHtml, splitHtml } from "../../../src/integrations/telegram/html-parts.js";
import { escapeHtml } from "../../../src/integrations/telegram/texts.js";
import { parseHtml } from "../../support/telegram/entities/html-parser.js";
import { htmlFault } from "../../support/telegram-html.js";

/** What a person reads. */
const read = (html: string): string => parseHtml(html).text;
const withoutSpace = (text: string): string => text.replace(/\s+/g, "");

const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "👨‍👩‍👧‍👦",
    "e\u0301".repeat(20),
    "שלום עולם",
    "\u202Etxt.exe",
    "&amp; <b>",
    "\n",
    " ",
    "a".repeat(90),
  ),
);
/** HTML as the bot makes it: its own tags around what somebody typed. */
const { html: generated } = fc.letrec<{ html: string; node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    words.map(escapeHtml),
    fc
      .tuple(fc.constantFrom("b", "i", "code", "pre", "blockquote"), tie("html"))
      .map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    tie("html").map((inner) => `<a href="https://example.org/?a=1&amp;b=2">${inner}</a>`),
  ),
  html: fc.array(tie("node"), { maxLength: 5 }).map((nodes) => nodes.join("")),
}));

describe("a text that is too long for one message", () => {
  it("comes in parts within the limit, each of them valid, with every sign of it in its order", () => {
    fc.assert(
      fc.property(generated, fc.integer({ min: 12, max: 120 }), (html, limit) => {
        const parts = splitHtml(html, limit);
        for (const part of parts) {
          expect(htmlFault(part), part).to.equal(undefined);
          expect(read(part).length).to.be.at.most(limit);
          if (parts.length > 1) expect(read(part).trim()).not.to.equal("");
        }
        expect(withoutSpace(parts.map(read).join(""))).to.equal(withoutSpace(read(html)));
      }),
      { numRuns: 200 },
    );
  });

  it("looks the same: what was bold is bold in every part", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.boolean()), { minLength: 1, maxLength: 20 }), (runs) => {
        const html = runs
          .map(([text, bold]) => (bold ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text)))
          .join("");
        const bold = (of: string): string => {
          const { text, entities } = parseHtml(of);
          return withoutSpace(
            entities.map(({ offset, length }) => text.slice(offset, offset + length)).join(""),
          );
        };
        expect(splitHtml(html, 50).map(bold).join("")).to.equal(bold(html));
      }),
    );
  });

  it("is cut short for an edit, within the limit, with a mark", () => {
    fc.assert(
      fc.property(generated, fc.integer({ min: 12, max: 120 }), (html, limit) => {
        const short = shortenHtml(html, limit);
        expect(htmlFault(short)).to.equal(undefined);
        expect(read(short).length).to.be.at.most(limit);
        if (short === html) return;
        expect(short.endsWith("…") || splitHtml(html, limit).length === 1).to.equal(true);
      }),
      { numRuns: 150 },
    );
  });

  it("is cut between lines, else between words, else between signs", () => {
    expect(splitHtml("one two\nthree four\nfive", 20)).to.deep.equal(["one two\nthree four", "five"]);
    expect(splitHtml("one two three four", 10)).to.deep.equal(["one two", "three four"]);
    expect(splitHtml("<b>one two three</b> four", 10)).to.deep.equal(["<b>one two</b>", "<b>three</b> four"]);
    const family = "👨‍👩‍👧‍👦";
    expect(splitHtml(family.repeat(4), 2 * family.length + 3)).to.deep.equal([
      family.repeat(2),
      family.repeat(2),
    ]);
    expect(splitHtml("&lt;".repeat(5), 2)).to.deep.equal(["&lt;&lt;", "&lt;&lt;", "&lt;"]);
  });

  it("stays as it is where it fits, once its HTML is read", () => {
    const html = `<a href="https://example.org/${"x".repeat(5_000)}">${"&amp;".repeat(4_000)}</a>`;
    expect(splitHtml(html, 4_096)).to.deep.equal([html]);
    expect(splitHtml("", 10)).to.deep.equal([""]);
  });
});
