import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { photo } from "../support/test-pictures.js";
import { beginAnother, counting, goTo, PROMPTS, STEPS, SUBJECT, tapFor } from "../support/train-by-chat.js";

describe("leaving a conversation and coming back", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 3_000;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  for (const step of STEPS) {
    it(`keeps the draft on /cancel in ${step}, and goes on at the same step`, async () => {
      const chat = newChat();
      await goTo(chat, step);
      const left = await chat.ask("/cancel", /Left\. Your draft/);
      const stray = await chat.ask("hello?", /is open\. Tap to go on/);
      expect(stray.buttons).to.deep.equal(["▶️ Go on"]);
      await tapFor(chat, left, /Go on/, PROMPTS[step]);
    });

    it(`offers on /train in ${step} to go on, or to begin anew`, async () => {
      const chat = newChat();
      await goTo(chat, step);
      const question = await chat.ask("/train", /open draft/);
      expect(question.buttons).to.deep.equal(["▶️ Go on", "➕ Start a new one"]);
      await tapFor(chat, question, /Go on/, PROMPTS[step]);
      await beginAnother(chat);
      await chat.ask("Another", PROMPTS.trigger);
    });

    it(`is not disturbed in ${step} by /help, /trainings, /start and /language`, async () => {
      const chat = newChat();
      await goTo(chat, step);
      await chat.ask("/help", /How it works/);
      await chat.ask("/trainings", /Your training/);
      await chat.ask("/start", /trains image models/);
      await chat.ask("/language", /Which language/);
      await passesOn(chat, step);
    });
  }

  /** The step still takes what it asks for. */
  async function passesOn(chat: PersonChat, step: (typeof STEPS)[number]): Promise<void> {
    const shown = chat.messages.findLast(({ fromBot, text }) => fromBot && PROMPTS[step].test(text))!;
    const passes: Record<typeof step, () => Promise<unknown>> = {
      subject: () => tapFor(chat, shown, SUBJECT, PROMPTS.naming),
      naming: () => chat.ask("Rex", PROMPTS.trigger),
      trigger: () => chat.ask("ohwx", PROMPTS["base-model"]),
      "base-model": () => tapFor(chat, shown, /Tiny SDXL/, PROMPTS.collecting),
      collecting: async () => {
        await chat.sendPhoto(await photo(9));
        await chat.waitFor(counting(1));
      },
      captioning: () => tapFor(chat, shown, /trigger word/, PROMPTS.review),
      review: () => tapFor(chat, shown, /fine/, PROMPTS.confirming),
      confirming: () => tapFor(chat, shown, /Captions/, PROMPTS.review),
    };
    await passes[step]();
  }

  it("has nothing to leave where nothing was begun", async () => {
    await newChat().ask("/cancel", /nothing to leave/);
  });

  it("keeps photos over leaving, and shows one card that counts", async () => {
    const chat = newChat();
    const first = await goTo(chat, "collecting");
    await chat.sendPhoto(await photo(1));
    await chat.waitFor(counting(1));
    const left = await chat.ask("/cancel", /Left/);
    const lost = await chat.sendPhoto(await photo(2));
    await chat.waitFor(/This photo is not taken yet/, { after: lost });
    const card = await tapFor(chat, left, /Go on/, counting(1));
    expect(card.id).not.to.equal(first.id);
    await chat.sendPhoto(await photo(2));
    await chat.waitFor(counting(2));
    await chat.sendPhoto(await photo(3));
    const three = await chat.waitFor(counting(3));
    expect(three.id).to.equal(card.id);
  });

  it("asks before a draft is deleted, and deletes it", async () => {
    const chat = newChat();
    await goTo(chat, "confirming");
    const left = await chat.ask("/cancel", /Left/);
    const { text } = await chat.tap(left, /Delete/);
    expect(text).to.contain("cannot be taken back");
    await chat.tap(left, /No, keep/);
    expect(left.buttons).to.deep.equal(["▶️ Go on", "🗑 Delete it"]);
    await chat.tap(left, /Delete/);
    await tapFor(chat, left, /Yes/, /draft is deleted/);
    expect((await chat.tap(left, /Go on/, { stale: true })).text).to.contain("not there any more");
    await chat.ask("/train", PROMPTS.subject);
  });

  it("goes on with the draft whose old button was tapped, and says so", async () => {
    const chat = newChat();
    const models = await goTo(chat, "base-model", { name: "First" });
    await beginAnother(chat);
    await chat.ask("Second", PROMPTS.trigger);
    await tapFor(chat, models, /Tiny SDXL/, /Going on with First/);
    await chat.waitFor(PROMPTS["base-model"], { after: models });
    await chat.ask("/train", /open draft: Second/);
  });

  it("answers buttons that it does not know, and those of other people's drafts, and keeps the conversation", async () => {
    const anna = newChat();
    const ben = newChat();
    const annas = await goTo(anna, "trigger");
    const prompt = await goTo(ben, "naming");
    expect((await ben.forgeTap(prompt, annas.keyboard[0]![0]!.callback_data!)).text).to.contain(
      "somebody else",
    );
    expect((await ben.forgeTap(prompt, "d:doesnotexist:done:")).text).to.contain("not there any more");
    for (const data of ["", "x", "t:zzz:explode:", "d:UPPER:x:"].filter(Boolean)) {
      expect((await ben.forgeTap(prompt, data)).text).to.be.a("string").that.is.not.empty;
    }
    await ben.ask("Bens", PROMPTS.trigger);
  });

  describe("the language", () => {
    it("is the one that Telegram tells, and English where there is none like it", async () => {
      const texts = await Promise.all(
        ["es-MX", "ru", "tlh"].map(async (language) => (await newChat(language).ask("/train", /./)).text),
      );
      expect(new Set(texts)).to.have.property("size", 3);
      expect(texts[2]).to.match(PROMPTS.subject);
    });

    it("changes in the middle of a step, for that step too", async () => {
      const chat = newChat();
      await goTo(chat, "naming");
      const menu = await chat.ask("/language", /Which language/);
      const before = await chat.ask("x".repeat(99), /99/);
      const mark = chat.mark();
      await chat.tap(menu, "Español");
      const set = await chat.waitFor((message: ChatMessage) => message.id === menu.id, { after: mark });
      expect(set.text).not.to.contain("language");
      const refusal = await chat.ask("x".repeat(99), /99/);
      expect(refusal.text).not.to.equal(before.text);
      const next = await chat.ask("Rex", /./);
      expect(next.text).not.to.match(PROMPTS.trigger);
      expect((await chat.ask("/help", /./)).text).not.to.match(/How it works/);
    });
  });
});
