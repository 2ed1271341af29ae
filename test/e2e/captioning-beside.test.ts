import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { startInProcess, type Darkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { OpenAiServer } from "../support/openai-server.js";
import type { PersonChat } from "../support/telegram/index.js";
import { photos } from "../support/test-pictures.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("captions that are made beside the chat", () => {
  const KEY = "sk-test-0000000000000000";
  const WORKING = /Describing your photos/;
  let server: OpenAiServer;
  let darkroom: Darkroom;
  let people = 5_700;

  before(async () => {
    server = await OpenAiServer.start(KEY);
    server.behave({ content: "a plain drawing" });
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl, CAPTIONS_PER_TRAINING: "8" };
    darkroom = await startInProcess({ env });
  });
  after(async () => {
    await darkroom.close();
    await server.close();
  });

  function newChat(languageCode = "en"): PersonChat {
    return darkroom.telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  it("hold up nobody: what comes meanwhile is answered, and Stop keeps what there is", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    server.behave({ content: "one" }, "hang");
    const card = await tapFor(chat, prompt, /Describe/, WORKING);
    expect(card.buttons).to.deep.equal(["⏹ Stop"]);
    await chat.ask("is it done?", /are being described/);
    await chat.ask("/help", /How it works/);
    await chat.waitFor(({ id, text }) => id === card.id && text.includes("1 of 3") && text.includes("one"));
    const mark = chat.mark();
    await chat.tap(card, /Stop/);
    const again = await chat.waitFor(/2 photos have no caption/, { after: mark });
    await eventually(() => expect(card.text).to.match(/Stopped: 1 of 3/));
    expect(card.buttons).to.be.empty;
    server.behave({ content: "two" });
    await tapFor(chat, again, /Describe/, PROMPTS.review);
  });

  it("are asked for once, however often the button is tapped", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    server.behave("hang");
    const asked = server.requests.length;
    await Promise.all([chat.tap(prompt, /Describe/), chat.tap(prompt, /Describe/)]);
    await chat.waitFor(WORKING);
    await eventually(() => expect(server.requests.length - asked).to.equal(3));
    await chat.ask("and?", /are being described/);
    expect(chat.messages.filter(({ text }) => text.includes("Describing your photos"))).to.have.lengthOf(1);
    expect(server.requests.length - asked).to.equal(3);
    await chat.ask("/cancel", /Left\. Your draft/);
  });

  it("go on after /cancel, do not disturb who left, and wait behind a button", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    server.behave({ status: 429, retryAfterSeconds: 1 }, { content: "here" });
    const card = await tapFor(chat, prompt, /Describe/, WORKING);
    await chat.ask("/cancel", /Left\. Your draft/);
    await chat.waitFor(({ id, text }) => id === card.id && text.includes("3 of 3 photos have a caption"));
    expect(chat.messages.some(({ text }) => PROMPTS.review.test(text))).to.be.false;
    await tapFor(chat, card, /Look at the captions/, /^1 of 3\s+ohwxrex, here/);
  });

  it("are stopped by a button of a conversation that was left", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    server.behave("hang");
    const card = await tapFor(chat, prompt, /Describe/, WORKING);
    await chat.ask("/cancel", /Left\. Your draft/);
    const { text } = await chat.tap(card, /Stop/);
    expect(text).to.equal("Stopped.");
    await eventually(() => expect(card.text).to.match(/Stopped: 0 of 3/));
    expect(card.buttons).to.deep.equal(["👀 Look at the captions"]);
  });

  it("are the trigger word for the rest when that is tapped, and none comes over it", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    server.behave("hang");
    await tapFor(chat, prompt, /Describe/, WORKING);
    const page = await tapFor(chat, prompt, /trigger word alone/, /^1 of 3\s+ohwxrex\s/);
    await tapFor(chat, page, /fine/, PROMPTS.confirming);
  });

  it("cost no more than the cap: the rest is said, and Redo says so too", async () => {
    server.behave({ content: "paid" });
    const chat = newChat();
    const prompt = await goTo(chat, "captioning", { photos: await photos(9) });
    const end = await tapFor(chat, prompt, /Describe/, /One photo could not be described/);
    expect(end.text).to.contain("used up its 8 AI captions");
    const page = await tapFor(chat, end, /trigger word/, /^1 of 9/);
    const asked = server.requests.length;
    await tapFor(chat, page, /Redo/, /used up its 8 AI captions/);
    expect(server.requests.length).to.equal(asked);
  });

  it("are in the style that was tapped, also when one is redone; FLUX has sentences alone", async () => {
    server.behave({ content: "a circle" });
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    const page = await tapFor(chat, prompt, /as sentences/, PROMPTS.review);
    expect(orders()).to.contain("one English sentence");
    server.behave({ content: "another" });
    await tapFor(chat, page, /Redo/, /^1 of 3\s+ohwxrex, another/);
    expect(orders()).to.contain("one English sentence");
    const other = newChat();
    const tagged = await goTo(other, "captioning");
    server.behave({ content: "circle, plain" });
    await tapFor(other, tagged, /as tags/, PROMPTS.review);
    expect(orders()).to.contain("short English tags");
    const flux = await goTo(newChat(), "captioning", { model: /Tiny FLUX/ });
    expect(flux.buttons).to.deep.equal(["✨ Describe them with AI", "🔤 The trigger word alone"]);
  });

  it("turn nobody's page away while one is redone", async () => {
    server.behave({ content: "first" });
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    const page = await tapFor(chat, prompt, /Describe/, PROMPTS.review);
    server.behave({ status: 429, retryAfterSeconds: 1 }, { content: "redone" });
    const asked = server.requests.length;
    await chat.tap(page, /Redo/);
    await tapFor(chat, page, "▶️", ({ id, text }) => id === page.id && text.startsWith("2 of 3"));
    await eventually(() => expect(server.requests.length - asked).to.equal(2));
    expect(page.text).to.match(/^2 of 3/);
    await tapFor(chat, page, "◀️", ({ id, text }) => id === page.id && text.startsWith("1 of 3"));
    await eventually(() => expect(page.text).to.contain("ohwxrex, redone"));
  });

  for (const [code, words] of [
    ["es", /Describiendo tus fotos/],
    ["ru", /Описываю ваши фото/],
  ] as const) {
    it(`speak ${code}`, async () => {
      const chat = newChat("en");
      const prompt = await goTo(chat, "captioning");
      await chat.ask("/language", /Which language/);
      const menu = chat.messages.findLast(({ text }) => text.includes("Which language"))!;
      await chat.tap(menu, code === "es" ? /Español/ : /Русский/);
      server.behave("hang");
      await tapFor(chat, prompt, /Describe/, words);
      await chat.ask("/cancel", /./);
    });
  }

  /** What the describer was told last. */
  function orders(): string {
    const told = server.requests.at(-1)?.messages[0]?.content;
    return typeof told === "string" ? told : "";
  }
});
