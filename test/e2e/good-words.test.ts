import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { photos } from "../support/test-pictures.js";
import type { Person } from "../support/telegram/index.js";
import { counting, goTo, PROMPTS, SUBJECT, tapFor } from "../support/train-by-chat.js";

describe("a person who is new here", () => {
  const darkroom = useDarkroom(startInProcess, { env: { GPU_SLOTS: "0", TINY_MODELS: "always" } });
  let people = 9_800;

  function person(languageCode = "en"): Person {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode });
  }

  it("finds the way back from the languages to the menu", async () => {
    const chat = person().privateChat();
    const menu = await chat.ask("/start", /trains image/);
    const languages = await tapFor(chat, menu, /Language/, /Which language/);
    await tapFor(chat, languages, "Español", /en español/);
    const back = await tapFor(chat, languages, "⬅️ Menú", /entrena modelos/);
    expect(back.buttons).to.include("📷 Nuevo entrenamiento");
    const alone = await chat.ask("/language", /idioma/);
    await tapFor(chat, alone, "⬅️ Menú", /entrena modelos/);
  });

  it("may type the name of a base model, or the beginning of just one", async () => {
    const chat = person().privateChat();
    await goTo(chat, "base-model");
    for (const unclear of ["wan", "hm", "…"]) await chat.ask(unclear, /tap one of the base models/);
    const card = await chat.ask("Sdxl", PROMPTS.collecting);
    expect(card.text).to.contain("About 25 are good");
  });

  it("reads on the card what makes a good set, until there is one", async () => {
    const chat = person().privateChat();
    const card = await goTo(chat, "collecting");
    expect(card.text).to.contain("💡 Near and far, from several sides, in several poses and places.");
    await chat.ask("hello", /once there are enough, tap Done/);
    await chat.sendAlbum((await photos(10)).map((file) => ({ type: "photo", file })));
    const good = await chat.waitFor(counting(10));
    expect(good.text).to.contain("A good set").and.not.to.contain("💡");
  });

  it("is told how to go on before any caption is there, and can copy the one that is to be changed", async () => {
    const chat = person().privateChat();
    const choice = await goTo(chat, "captioning");
    expect(choice.text).to.contain("can type its caption yourself");
    await chat.ask("a dog", /^Please tap how the photos shall get their captions/);
    const page = await tapFor(chat, choice, /trigger word alone/, PROMPTS.review);
    await chat.ask("a <dog>", /a <dog>/);
    const shown = chat.messages.findLast(({ text }) => PROMPTS.review.test(text))!;
    expect(shown.id).to.be.above(page.id);
    const question = await tapFor(chat, shown, /Edit/, /Type the new caption for photo 1/);
    expect(question.html).to.contain("<code>ohwxrex, a &lt;dog&gt;</code>");
    expect(shown.edits, "nothing was to be edited").to.deep.equal([]);
  });

  it("hears in a group that answers have to be replies, and goes on with replies alone", async () => {
    const anna = person();
    const group = darkroom().telegram.group({ title: "Friends", members: [anna] });
    const chat = anna.in(group);
    const first = await chat.ask("/train", PROMPTS.subject);
    const naming = await tapFor(chat, first, SUBJECT, PROMPTS.naming);
    expect(naming.text).to.contain("answer as a reply to this message");
    await chat.send("Rex, and nobody listens");
    await chat.reply(naming, "Rex");
    const trigger = await chat.waitFor(PROMPTS.trigger);
    expect(trigger.text).to.contain("answer as a reply");
    const models = await tapFor(chat, trigger, /Use/, PROMPTS["base-model"]);
    const card = await tapFor(chat, models, /Tiny SDXL/, PROMPTS.collecting);
    expect(card.text).to.contain("answer as a reply");
    for (const photo of await photos(3)) await chat.sendPhoto(photo, { replyTo: card });
    const choice = await tapFor(chat, await chat.waitFor(counting(3)), /Done/, PROMPTS.captioning);
    const page = await tapFor(chat, choice, /trigger word alone/, PROMPTS.review);
    expect(page.text).to.contain("answer as a reply");
    await chat.reply(page, "a dog");
    await chat.waitFor(/^1 of 3\s+\w+, a dog/);
  });
});
