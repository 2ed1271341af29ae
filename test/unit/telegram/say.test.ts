import { expect } from "chai";
import { Api } from "grammy";
import { beforeEach, describe, it } from "mocha";
import { captionText, messageText, replace, send } from "../../../src/integrations/telegram/say.js";
import { parseHtml } from "../../support/telegram/entities/html-parser.js";

interface Sent {
  readonly method: string;
  readonly text: string;
  readonly reply_markup?: { inline_keyboard: unknown[][] };
  readonly reply_parameters?: { message_id: number };
}

describe("what the bot says", () => {
  const row = [[{ text: "Go on", data: "x" }]];
  const long = Array.from({ length: 900 }, (_, line) => `<b>line ${line}</b> of &lt;it&gt;`).join("\n");
  let api: Api;
  let sent: Sent[];

  beforeEach(() => {
    sent = [];
    api = new Api("1:x");
    api.config.use((_previous, method, payload) => {
      sent.push({ method, ...payload } as never);
      return Promise.resolve({ ok: true, result: { message_id: 100 + sent.length } } as never);
    });
  });

  it("comes in several messages where one is too long: the reply first, the buttons last", async () => {
    const last = await send(api, 5, long, row, { replyTo: 7 });
    expect(sent.length).to.be.greaterThan(3);
    expect(last.message_id).to.equal(100 + sent.length);
    for (const { text } of sent) expect(parseHtml(text).text.length).to.be.at.most(4_096);
    expect(sent.map(({ reply_parameters: reply }) => reply?.message_id)).to.deep.equal([
      7,
      ...Array<undefined>(sent.length - 1),
    ]);
    expect(sent.map(({ reply_markup: markup }) => markup !== undefined)).to.deep.equal([
      ...Array<boolean>(sent.length - 1).fill(false),
      true,
    ]);
    expect(sent.map(({ text }) => text).join("\n")).to.equal(long);
  });

  it("stays one message when it is edited, cut short with a mark", async () => {
    await replace(api, 5, 6, long, row);
    expect(sent).to.have.lengthOf(1);
    expect(parseHtml(sent[0]!.text).text)
      .to.have.lengthOf.within(3_900, 4_096)
      .and.match(/^line 0 of.*…$/s);
    expect(sent[0]!.reply_markup!.inline_keyboard).to.have.lengthOf.at.least(1);
    expect(parseHtml(captionText(long)).text).to.have.lengthOf.within(900, 1_024);
    expect(messageText("short")).to.equal("short");
  });
});
