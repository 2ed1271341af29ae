import { expect } from "chai";
import { describe, it } from "mocha";
import fc from "fast-check";
import type { PageEntry, PageMessage } from "../../transcript/page-content.js";
import { transcriptPage } from "../../transcript/page.js";
import { messageHtml } from "../../transcript/telegram-html.js";

const DAY = Date.UTC(2030, 4, 17, 9, 30);

function message(changes: Partial<PageMessage> = {}): PageMessage {
  return {
    kind: "message",
    fromBot: true,
    html: "",
    buttons: [],
    sent: new Date(DAY),
    edits: 0,
    deleted: false,
    reactions: [],
    ...changes,
  };
}

function page(...entries: PageEntry[]): string {
  return transcriptPage({
    title: "zip",
    about: "Photos",
    language: "en",
    chats: [{ person: "Ada", entries }],
  });
}

/** What is between head and end: the styles have words of their own. */
function body(...entries: PageEntry[]): string {
  return page(...entries).split("</head>")[1]!;
}

describe("the page of a transcript", () => {
  it("keeps Telegram's tags, and shows any other as it is written", () => {
    expect(messageHtml("<b>R</b> &lt;i&gt; <script>x</script>")).to.equal(
      "<b>R</b> &lt;i&gt; &lt;script&gt;x&lt;/script&gt;",
    );
    expect(messageHtml('<b onclick="x">R</b>')).to.contain('&lt;b onclick="x"&gt;');
    expect(messageHtml('<a href="javascript:x">R</a>')).to.contain("&lt;a href");
    expect(messageHtml('<a href="https://a.example/?x=1&amp;y">R</a>')).to.equal(
      '<a href="https://a.example/?x=1&amp;y">R</a>',
    );
    expect(messageHtml("<tg-spoiler>s</tg-spoiler><pre>p</pre>")).to.equal(
      "<tg-spoiler>s</tg-spoiler><pre>p</pre>",
    );
  });

  it("colours commands and links, and no path within a word", () => {
    expect(messageHtml("Send /train now")).to.equal('Send <span class="link">/train</span> now');
    expect(messageHtml("models/loras")).to.equal("models/loras");
    expect(messageHtml("https://t.me/x?start=y")).to.equal(
      '<span class="link">https://t.me/x?start=y</span>',
    );
  });

  it("escapes names, buttons, files and quotes, whatever they hold", () => {
    const hostile = `"><img src=x onerror='x'>&`;
    const html = transcriptPage({
      title: hostile,
      about: hostile,
      language: "en",
      chats: [
        {
          person: hostile,
          entries: [
            message({
              buttons: [[hostile]],
              media: { kind: "file", name: hostile, bytes: 1 },
              replyTo: hostile,
            }),
            { kind: "tap", button: hostile },
            { kind: "pop-up", text: hostile },
          ],
        },
      ],
    });
    expect(html).not.to.contain("<img");
    expect(html.split("&quot;&gt;&lt;img src=x onerror='x'&gt;&amp;")).to.have.length(10);
  });

  it("has no tag that a name made, for any name", () => {
    const tagsOf = (button: string): number => body({ kind: "tap", button }).split("<").length;
    const wanted = tagsOf("");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(tagsOf(name)).to.equal(wanted);
      }),
    );
  });

  it("puts the bot to the left and the person to the right, with rows of buttons below", () => {
    const html = body(
      message({ html: "Ready?", buttons: [["Fast", "Best"], ["Start"]] }),
      message({ fromBot: false, html: "yes" }),
    );
    expect(html).to.match(/<article class="bot">[^]*Ready\?[^]*<article class="person">[^]*yes/);
    expect(html).to.contain(
      '<nav><div><span dir="auto">Fast</span><span dir="auto">Best</span></div><div><span dir="auto">Start</span></div></nav>',
    );
  });

  it("leaves the direction of names, words, buttons and files to their own letters", () => {
    const html = body(
      message({ html: "بيت", buttons: [["بيت"]], media: { kind: "file", name: "بيت.zip", bytes: 2_000 } }),
      { kind: "tap", button: "بيت" },
    );
    expect(html).to.contain('<div class="words" dir="auto">بيت</div>').and.to.contain("<bdi>بيت</bdi>");
    expect(html).to.contain('<span dir="auto">بيت</span>').and.to.contain('<b dir="auto">بيت.zip</b>');
    expect(page()).to.contain("unicode-bidi: plaintext");
  });

  it("says how often a message was edited, that it is gone, and what was felt about it", () => {
    expect(body(message())).not.to.contain("edited");
    expect(body(message({ edits: 1 }))).to.contain("edited once");
    expect(body(message({ edits: 12 }))).to.contain("edited 12 times");
    expect(body(message({ deleted: true, reactions: ["👍"] })))
      .to.contain('class="bot deleted"')
      .and.to.contain(">deleted<")
      .and.to.contain('<span class="reaction">👍</span>');
  });

  it("puts an album into one bubble, with the words of whichever photo has them", () => {
    const picture = { kind: "picture", source: "data:image/webp;base64,AA", width: 40, height: 30 } as const;
    const html = body(
      message({ media: picture, album: "1" }),
      message({ media: picture, album: "1", html: "both" }),
      message({ media: picture, album: "2" }),
      message({ media: picture }),
    );
    expect(html.match(/<article/g)).to.have.length(3);
    expect(html).to.match(
      /class="pictures album of-2">(<img[^>]+>){2}<\/div><div class="words" dir="auto">both/,
    );
  });

  it("tells a new day in the chat's language, and only a new one", () => {
    const html = transcriptPage({
      title: "t",
      about: "a",
      language: "es",
      chats: [
        {
          person: "Ada",
          entries: [message(), message(), message({ sent: new Date(DAY + 24 * 3600_000) })],
        },
      ],
    });
    expect([...html.matchAll(/class="day">([^<]+)</g)].map(([, day]) => day)).to.deep.equal([
      "17 de mayo de 2030",
      "18 de mayo de 2030",
    ]);
    expect(html).to.contain("<time>09:30</time>").and.to.contain('<html lang="es">');
  });

  it("asks nobody for anything, and follows the reader's light or dark", () => {
    const html = page(message({ html: "x" }));
    expect(html).not.to.match(/<link|<script|@import|url\(|src="(?!data:)/);
    expect(html).to.contain("prefers-color-scheme: dark").and.to.contain('content="light dark"');
  });
});
