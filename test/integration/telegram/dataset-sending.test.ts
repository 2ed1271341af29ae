import { expect } from "chai";
import { describe, it } from "mocha";
import { DatasetSending } from "../../../src/integrations/telegram/dataset-sending.js";
import type { BotContext } from "../../../src/integrations/telegram/context.js";
import { ADA, eachTestInAHouse } from "../../support/core-house.js";

interface Said {
  readonly text: string;
  readonly method: "text" | "document" | "answer";
}

describe("bringing a dataset into the chat", () => {
  const house = eachTestInAHouse();

  /** A context that notes what is said, by its key. */
  function contextOf(said: Said[]): BotContext {
    const note = (method: Said["method"], text: string) => {
      said.push({ method, text });
      return Promise.resolve({});
    };
    return {
      person: { actor: ADA, channel: "telegram:1", locale: "en" },
      t: (key: string) => key,
      answerCallbackQuery: ({ text }: { text: string }) => note("answer", text),
      reply: (text: string) => note("text", text),
      replyWithChatAction: () => Promise.resolve(true),
      replyWithDocument: (_file: unknown, { caption }: { caption: string }) => note("document", caption),
    } as unknown as BotContext;
  }

  async function sentWith(maxBytes: number, times = 1): Promise<Said[]> {
    const { service, clock } = house();
    const { id } = await house().readyDraft();
    const sending = new DatasetSending({ service, clock, maxBytes });
    const said: Said[] = [];
    for (let count = 0; count < times; count++) await sending.send(contextOf(said), id);
    clock.time += 15_000;
    if (times > 1) await sending.send(contextOf(said), id);
    return said;
  }

  it("is a document while it fits, once for a double tap", async () => {
    const said = await sentWith(1_000_000, 2);
    expect(said.map(({ text }) => text)).to.deep.equal([
      "export-working",
      "export-done",
      "export-sent",
      "export-working",
      "export-done",
    ]);
  });

  it("is refused to who asks for one after the other, until a while has passed", async () => {
    const { service, clock } = house();
    const sending = new DatasetSending({ service, clock, maxBytes: 1_000_000 });
    const said: Said[] = [];
    const { id } = await house().readyDraft();
    for (let count = 0; count < 8; count++) {
      await sending.send(contextOf(said), id);
      clock.time += 15_000;
    }
    const texts = (of: readonly Said[]): string[] => of.map(({ text }) => text);
    expect(texts(said.slice(0, 12))).to.deep.equal(Array(6).fill(["export-working", "export-done"]).flat());
    expect(texts(said.slice(12))).to.deep.equal(["export-resting", "export-resting"]);
    clock.time += 5 * 60_000;
    await sending.send(contextOf(said), id);
    expect(texts(said.slice(14))).to.deep.equal(["export-working", "export-done"]);
  });

  it("is a signed link when it does not", async () => {
    const [, link] = await sentWith(100);
    expect(link!.text).to.match(
      /^export-link\n\nhttp:\/\/localhost\/files\/models\/exports\/\w+\/dataset\.zip\?/,
    );
  });
});
