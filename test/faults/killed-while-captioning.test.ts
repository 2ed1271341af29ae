import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { startAsProcess, type DarkroomProcess } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { OpenAiServer } from "../support/openai-server.js";
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

  it("describes what is missing after the restart, and the person goes on", async function () {
    this.timeout(60_000);
    const chat = darkroom.telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    const prompt = await goTo(chat, "captioning");
    server.behave({ content: "described before" }, "hang");
    const requests = server.requests.length;
    await chat.tap(prompt, /Describe/);
    await eventually(() => expect(server.requests.length - requests).to.equal(3));
    await darkroom.kill();
    server.behave({ content: "described after" });
    await darkroom.start();
    const page = await chat.waitFor(PROMPTS.review, { timeoutMs: 30_000 });
    const texts = [page.text];
    for (const number of [2, 3]) {
      await tapFor(chat, page, "▶️", new RegExp(`^${number} of 3`));
      texts.push(page.text);
    }
    expect(texts.join().match(/described \w+/g))
      .to.have.length(3)
      .and.to.include("described after");
    await tapFor(chat, page, /fine/, PROMPTS.confirming);
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
