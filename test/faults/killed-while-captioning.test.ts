import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { startAsProcess, type DarkroomProcess } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { OpenAiServer } from "../support/openai-server.js";
import type { ChatMessage } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("kill -9 while captions are made", () => {
  const KEY = "sk-test-0000000000000000";
  let server: OpenAiServer;
  let darkroom: DarkroomProcess;

  before(async () => {
    server = await OpenAiServer.start(KEY);
    server.behave({ content: "a plain drawing" });
    darkroom = await startAsProcess({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl } });
  });
  after(async () => {
    await darkroom.close();
    await server.close();
  });

  it("goes on by itself with what is missing, and the person goes on", async function () {
    this.timeout(60_000);
    const chat = darkroom.telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    const prompt = await goTo(chat, "captioning");
    server.behave({ content: "described before" }, "hang");
    const card = await tapFor(chat, prompt, /Describe/, /Describing your photos/);
    await chat.waitFor(({ id, text }) => id === card.id && text.includes("1 of 3"));
    await darkroom.kill();
    server.behave({ content: "described after" });
    const requests = server.requests.length;
    await darkroom.start();
    const page = await chat.waitFor(PROMPTS.review, { timeoutMs: 30_000 });
    expect(server.requests.length - requests, "nothing is described twice").to.equal(2);
    await eventually(() => expect(card.text).to.contain("3 of 3 photos have a caption"));
    const texts = [page.text];
    for (const number of [2, 3]) {
      await tapFor(chat, page, "▶️", new RegExp(`^${number} of 3`));
      texts.push(page.text);
    }
    expect(texts.join().match(/described \w+/g)).to.have.members([
      "described before",
      "described after",
      "described after",
    ]);
    await tapFor(chat, page, /fine/, PROMPTS.confirming);
  });

  it("makes a change to all captions whole, and takes it back", async function () {
    this.timeout(60_000);
    const chat = darkroom.telegram.person({ id: 3, firstName: "Cleo", languageCode: "en" }).privateChat();
    const page = await goTo(chat, "review");
    await tapFor(chat, page, /Words in front/, /in front of every caption/);
    const preview = await chat.ask("a photo of", /3 captions change/);
    await darkroom.kill();
    const mark = chat.mark();
    const tap = chat.tap(preview, /Apply/, { timeoutMs: 30_000 });
    await darkroom.start();
    await tap;
    await darkroom.kill();
    await darkroom.start();
    const isChanged = ({ text, buttons }: ChatMessage): boolean =>
      /^1 of 3\s+a photo of ohwxrex\s/.test(text) && buttons.length > 0;
    const changed = await chat.waitFor(isChanged, { after: mark, timeoutMs: 20_000 });
    await tapFor(chat, changed, "▶️", /^2 of 3\s+a photo of ohwxrex\s/);
    const done = chat.messages.findLast(({ text }) => text.includes("3 captions were changed"))!;
    await tapFor(chat, done, /Undo/, /^2 of 3\s+ohwxrex\s/);
  });

  it("keeps a caption that was typed, and the page that was open", async function () {
    this.timeout(60_000);
    const chat = darkroom.telegram.person({ id: 2, firstName: "Ben", languageCode: "en" }).privateChat();
    const page = await goTo(chat, "review");
    await tapFor(chat, page, "▶️", /^2 of 3/);
    const typed = await chat.ask("typed by hand", /typed by hand/);
    await darkroom.kill();
    await chat.send("typed while it was away");
    await darkroom.start();
    const second = await chat.waitFor(/^2 of 3\s+ohwxrex, typed while it was away/, {
      after: typed,
      timeoutMs: 20_000,
    });
    await tapFor(chat, second, /fine/, PROMPTS.confirming);
  });
});
