import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { PersonChat } from "../support/telegram/index.js";
import { beginAnother, goTo, NAME_TAKEN, PROMPTS, STEPS, tapFor } from "../support/train-by-chat.js";

describe("naming a training", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 2_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  const names = {
    "with HTML in it": `<b>Rex</b> & "friends" <script>`,
    "from right to left": "הכלב שלי רקס",
    "of emoji": "🐶👨‍👩‍👧‍👦 Rex 🇺🇦",
    "that looks like a placeable of the texts": "{ $name } {$x}",
    "with marks and dashes": "Café – Ño—l’été",
  };
  for (const [kind, name] of Object.entries(names)) {
    it(`shows a name ${kind} as it was typed`, async () => {
      const chat = newChat();
      await goTo(chat, "trigger", { name });
      const question = await chat.ask("/train", /open draft/);
      expect(question.text).to.contain(name);
      const page = await chat.ask("/trainings", /Your training/);
      expect(page.buttons.join()).to.contain(name);
    });
  }

  it("puts a name of several lines on one", async () => {
    const chat = newChat();
    await goTo(chat, "naming");
    await chat.ask("Rex\n\n  the   dog", PROMPTS.trigger);
    expect((await chat.ask("/train", /open draft/)).text).to.contain("Rex the dog");
  });

  it("refuses a name that is too long, counted as people count, and asks again", async () => {
    const chat = newChat();
    await goTo(chat, "naming");
    await chat.ask("x".repeat(61), /61 characters; 60 is the most/);
    await chat.ask("😀".repeat(60), PROMPTS.trigger);
  });

  it("refuses a name that another of the person's trainings has, and takes the proposed one by its button", async () => {
    const chat = newChat();
    await goTo(chat, "trigger", { name: "Anna & <Bo>" });
    await beginAnother(chat);
    const taken = await chat.ask("ANNA & <bo>", NAME_TAKEN);
    expect(taken.text).to.contain("called ANNA & <bo> already").and.contain("take ANNA & <bo> 2");
    expect(taken.buttons).to.deep.equal(["ANNA & <bo> 2"]);
    await tapFor(chat, taken, "ANNA & <bo> 2", PROMPTS.trigger);
    expect((await chat.tap(taken, /./)).text, "a double tap").to.contain("behind you");
    expect((await chat.ask("/train", /open draft/)).text).to.contain("ANNA & <bo> 2");
    await beginAnother(chat);
    await chat.ask("anna & <bo> 2", NAME_TAKEN);
    await goTo(newChat(), "trigger", { name: "Anna & <Bo>" });
  });

  it("refuses a trigger word with spaces or that is too long, and takes the proposed one by its button", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "trigger", { name: "My dog Rex" });
    await chat.ask("two words", /without spaces/);
    await chat.ask("a,b", /without spaces/);
    await chat.ask("w".repeat(41), /41 characters/);
    const proposed = /take (\S+)\./.exec(prompt.text)![1]!;
    expect(prompt.buttons).to.deep.equal([`Use ${proposed}`]);
    await tapFor(chat, prompt, `Use ${proposed}`, PROMPTS["base-model"]);
  });

  it("warns of a word that the base model knows, and takes it all the same, or the proposed one", async () => {
    const chat = newChat();
    const prompt = await goTo(chat, "trigger", { name: "My dog Rex" });
    const [use] = prompt.buttons;
    const warning = await chat.ask("Dogs", /Dogs is a word that the base model knows/);
    expect(warning.buttons).to.deep.equal([use, "Use Dogs anyway"]);
    await tapFor(chat, warning, /anyway/, PROMPTS["base-model"]);
    expect((await chat.tap(warning, use!)).text, "too late").to.contain("behind you");

    const other = newChat();
    await goTo(other, "trigger");
    const again = await other.ask("portrait_of_anna", /a word that the base model knows/);
    await tapFor(other, again, /^Use (?!portrait)/, PROMPTS["base-model"]);
  });

  it("answers stickers, voices and contacts at every step, and stays at the step", async () => {
    for (const step of STEPS) {
      const chat = newChat();
      await goTo(chat, step);
      for (const send of [
        () => chat.sendVoice(Buffer.from("OggS"), 3),
        () => chat.sendContact("+1555", "Ben"),
      ]) {
        const sent = await send();
        const answer = await chat.waitFor(/./, { after: sent });
        expect(answer.text, step).to.match(/type|tap/i);
      }
    }
  });

  it("answers a button of an earlier step without going back", async () => {
    const chat = newChat();
    await goTo(chat, "naming");
    const trigger = await chat.ask("Rex", PROMPTS.trigger);
    const models = await tapFor(chat, trigger, /Use/, PROMPTS["base-model"]);
    const mark = chat.mark();
    const again = await chat.tap(trigger, /Use/);
    expect(again.text).to.contain("behind you");
    expect(chat.mark(), "nothing was said or changed").to.equal(mark);
    const card = await tapFor(chat, models, /Tiny FLUX/, PROMPTS.collecting);
    expect((await chat.tap(models, /Tiny WAN/)).text).to.contain("behind you");
    expect(card.text).to.contain("No photos yet");
  });

  it("tells a person with too many open drafts what to do", async () => {
    const chat = newChat();
    await goTo(chat, "naming");
    for (let drafts = 1; drafts < 20; drafts++) {
      const question = await chat.ask("/train", /open draft/);
      await tapFor(chat, question, /Start a new one/, PROMPTS.subject);
    }
    const question = await chat.ask("/train", /open draft/);
    const { text } = await chat.tap(question, /Start a new one/);
    expect(text).to.contain("You have 20 open drafts");
  });
});

describe("a bot that no worker has joined", () => {
  const darkroom = useDarkroom(startInProcess, { env: { ROLE: "bot" } });

  it("says so before any photo is sent, and looks again when it is asked to", async () => {
    const { telegram, dataFolder } = darkroom();
    const chat = telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    await goTo(chat, "trigger");
    const nothing = await chat.ask("ohwxrex", /Nothing that could train/);
    expect(nothing.buttons).to.deep.equal(["🔄 Look again"]);
    await tapFor(chat, nothing, /Look again/, /Nothing that could train/);
    const stores = await openSqlite(join(dataFolder, "darkroom.sqlite"));
    try {
      const slots = [{ id: "gpu-0", kind: "gpu", memoryGiB: 12 }];
      await stores.keyValues.write("workers", "w", { slots, at: Date.now() });
      const offer = await tapFor(chat, nothing, /Look again/, PROMPTS["base-model"]);
      expect(offer.buttons).to.deep.equal(["⭐ SDXL", "WAN 2.1 · 1.3B"]);
      await tapFor(chat, offer, /SDXL/, PROMPTS.collecting);
    } finally {
      await stores.close();
    }
  });
});
