import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { PersonChat } from "../support/telegram/index.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor, trainToEnd } from "../support/train-by-chat.js";

describe("confirming", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 6_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("changes steps with the options, on the same card", async () => {
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    expect(card.text).to.contain("Character, Balanced – 120 steps");
    await tapFor(chat, card, "Fast", /Character, Fast – 60 steps/);
    await tapFor(chat, card, "Style", /Style, Fast – 60 steps/);
    await tapFor(chat, card, "Best", /Style, Best – 240 steps/);
    expect(card.buttons.filter((text) => text.startsWith("✓"))).to.deep.equal(["✓ Style", "✓ Best"]);
    await chat.tap(card, "✓ Best");
    expect(chat.messages.filter(({ fromBot, text }) => fromBot && text.includes("Ready"))).to.have.length(1);
  });

  it("takes a number that is typed, and a preset's numbers again by its button", async () => {
    const chat = newChat();
    await goTo(chat, "confirming");
    const typed = await chat.ask("steps 1,500", /– 1,?500 steps/);
    await chat.ask("steps 3", /steps can be 4 – 2,?000/);
    await chat.ask("hats 3", /Tap Start when all is right/);
    await tapFor(chat, typed, "Fast", /Fast – 60 steps/);
  });

  it("takes more photos and comes back, with the captions that were there", async () => {
    const chat = newChat();
    await goTo(chat, "review");
    const typed = await chat.ask("a dog", /^1 of 3/);
    const card = await tapFor(chat, typed, /fine/, PROMPTS.confirming);
    const collecting = await tapFor(chat, card, /More photos/, counting(3));
    expect(collecting.buttons).to.deep.equal(["🗂 See all", "✅ Done"]);
    for (const picture of await photos(2, 20)) await chat.sendPhoto(picture);
    const captioning = await tapFor(chat, await chat.waitFor(counting(5)), /Done/, PROMPTS.captioning);
    expect(captioning.text).to.contain("2 photos have no caption");
    const page = await tapFor(chat, captioning, /trigger word/, /^1 of 5/);
    expect(page.text).to.contain("ohwxrex, a dog");
    const again = await tapFor(chat, page, /fine/, PROMPTS.confirming);
    expect(again.text).to.contain("Photos: 5");
  });

  it("queues once for two taps on Start, and answers the second", async () => {
    const { trainer } = darkroom();
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    const before = (await trainer.starts()).length;
    const [, second] = await Promise.all([chat.tap(card, /Start/), chat.tap(card, /Start/)]);
    expect(second.text).to.contain("started already");
    await chat.waitFor(/is trained/, { timeoutMs: 15_000 });
    expect((await trainer.starts()).length - before).to.equal(1);
    await chat.ask("/trainings", /^Your training$/);
    expect(chat.messages.filter(({ fromBot, text }) => fromBot && text.startsWith("🎞"))).to.have.length(1);
  });

  it("goes one step for two taps on Done", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    for (const picture of await photos(3)) await chat.sendPhoto(picture);
    const card = await chat.waitFor(counting(3));
    const [, second] = await Promise.all([chat.tap(card, /Done/), chat.tap(card, /Done/)]);
    expect(second.text).to.contain("behind you");
    expect(chat.messages.filter(({ text }) => PROMPTS.captioning.test(text))).to.have.length(1);
  });
});

describe("base models of an installation with a GPU", () => {
  const darkroom = useDarkroom(startInProcess, { env: { GPU_SLOTS: "0", TINY_MODELS: "always" } });

  it("trains FLUX, asks for more photos where it needs more, and says whose licence it is", async () => {
    const { telegram } = darkroom();
    const chat = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" }).privateChat();
    const card = await goTo(chat, "confirming");
    const models = await tapFor(chat, card, /Base model/, PROMPTS["base-model"]);
    expect(models.buttons).to.include.members(["⭐ FLUX.1 dev", "SDXL", "WAN 2.1 · 1.3B", "WAN 2.1 · 14B"]);
    await tapFor(chat, models, /FLUX.1 dev/, /There are 3 photos; at least 5 are needed/);
    await chat.waitFor(counting(3), { after: models });
    for (const picture of await photos(2, 50)) await chat.sendPhoto(picture);
    const captioning = await tapFor(chat, await chat.waitFor(counting(5)), /Done/, PROMPTS.captioning);
    const page = await tapFor(chat, captioning, /trigger word/, /^1 of 5/);
    const again = await tapFor(chat, page, /fine/, /FLUX.1 dev/);
    expect(again.text)
      .to.contain("not for commercial use")
      .and.to.match(/1,?000 steps at 768 px, rank 16/);
    await tapFor(chat, again, /Start/, /🎞/);
    await chat.waitFor(/is trained/, { timeoutMs: 20_000 });
  });

  for (const model of ["SDXL", "WAN 2.1 · 14B", "Tiny WAN (demonstration)"]) {
    it(`trains ${model}`, async () => {
      const { telegram } = darkroom();
      const chat = telegram
        .person({ id: 6_900 + model.length, firstName: "Ben", languageCode: "en" })
        .privateChat();
      const wishes = { model: new RegExp(model.replaceAll(/[.()]/g, "\\$&")), photos: await photos(5) };
      const done = await trainToEnd(chat, wishes);
      expect(done.text).to.contain(`Base model: ${model}`);
    });
  }
});
