import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";
import { without } from "../support/without.js";

describe("what to train", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 21_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("is the first question, with a word on each answer, and motion where a video model is offered", async () => {
    const chat = newChat();
    const question = await goTo(chat, "subject");
    expect(question.buttons).to.deep.equal(["Person", "Character", "Style", "Product", "Video motion"]);
    expect(question.keyboard.map((row) => row.length)).to.deep.equal([2, 2, 1]);
    for (const button of question.buttons) expect(question.text).to.contain(`• ${button} — `);
  });

  it("can be typed, and insists on an answer that it knows", async () => {
    const chat = newChat();
    await goTo(chat, "subject");
    await chat.ask("Rex", /tap what you want to train/);
    await chat.ask(" video MOTION ", PROMPTS.naming);
  });

  it("leaves only base models that can learn it", async () => {
    const chat = newChat();
    const models = await goTo(chat, "base-model", { subject: "Video motion" });
    expect(models.buttons).to.deep.equal(["Tiny WAN (demonstration)"]);
  });

  it("may be changed at any later step, which then goes on with all that was said", async () => {
    const chat = newChat();
    const question = await goTo(chat, "subject");
    await tapFor(chat, question, "Person", PROMPTS.naming);
    await tapFor(chat, question, "Style", PROMPTS.naming);
    await chat.ask("Rex", PROMPTS.trigger);
    await tapFor(chat, question, "Product", PROMPTS.trigger);
    const models = await chat.ask("ohwxrex", PROMPTS["base-model"]);
    await tapFor(chat, models, /Tiny SDXL/, PROMPTS.collecting);
    await tapFor(chat, question, "Character", PROMPTS.collecting);
    const again = await tapFor(chat, question, "Video motion", PROMPTS["base-model"]);
    expect(again.buttons).to.deep.equal(["Tiny WAN (demonstration)"]);
    const old = await chat.tap(models, /Tiny SDXL/);
    expect(old.text ?? "").to.equal("");
    await chat.waitFor(/cannot learn that/);
    await tapFor(chat, again, /Tiny WAN/, PROMPTS.collecting);
  });

  it("is answered once by a double tap", async () => {
    const chat = newChat();
    const question = await goTo(chat, "subject");
    await tapFor(chat, question, "Person", PROMPTS.naming);
    const mark = chat.mark();
    await chat.tap(question, "Person");
    expect(chat.mark(), "nothing was said or changed").to.equal(mark);
  });

  it("is changed on the card before Start to what the base model can learn", async () => {
    const chat = newChat();
    const card = await goTo(chat, "confirming", { subject: "Person" });
    expect(card.text).to.contain("Trained as: Person, Balanced");
    expect(card.buttons).to.include("✓ Person").and.not.include("Video motion");
    await chat.tap(card, "Style");
    await chat.waitFor(({ id, text }) => id === card.id && text.includes("Trained as: Style"));
  });

  it("is not asked of a draft from before it was a question", async () => {
    const chat = newChat();
    await goTo(chat, "trigger");
    const stores = await openSqlite(join(darkroom().dataFolder, "darkroom.sqlite"));
    try {
      const [draft] = await stores.trainings.listByOwner(`telegram:${people}`, { limit: 1 });
      const old = { ...draft!.options, subject: "character" } as const;
      await stores.trainings.save({ ...without(draft!, "name"), options: old });
    } finally {
      await stores.close();
    }
    const question = await chat.ask("/train", /open draft/);
    await tapFor(chat, question, /Go on/, PROMPTS.naming);
  });
});
