import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { CONSENT_TEXT } from "../../src/core/training/consent.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, startTraining, tapFor } from "../support/train-by-chat.js";

describe("the options behind the card", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 6_400;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  /** The messages that offer something to tap about a draft that is ready. */
  function live(chat: PersonChat): ChatMessage[] {
    return chat.messages.filter(({ fromBot, buttons }) =>
      buttons.some((text) => fromBot && /Start|Back|Advanced/.test(text)),
    );
  }

  it("shows each number with its limits, and steps it by buttons and by what is typed", async () => {
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    await tapFor(chat, card, /Advanced/, /steps: 120 \(4 – 2000\)\nHow long it learns/);
    expect(card.text)
      .to.contain("rank: 4 (1, 2, 4, 8, 16)")
      .and.contain("learning rate: 0.001 (0.000001 – 0.1)");
    expect(card.buttons).to.include.members(["➖ 110 · steps", "➕ 130 · steps", "✓ 4 · rank", "16 · rank"]);
    expect(card.buttons.join()).not.to.contain("↺");
    // As quick as fingers are: the second tap is on what the first one changed.
    await Promise.all([chat.tap(card, "➕ 130 · steps"), chat.tap(card, "➕ 130 · steps")]);
    await chat.waitFor(/steps: 130 \(4 – 2000\) – by hand; the preset says 120/);
    await tapFor(chat, card, "16 · rank", /rank: 16 .* by hand; the preset says 4/);
    expect(card.buttons).to.include.members(["✓ 16 · rank", "↺ 120 · steps", "↺ 4 · rank"]);
    await tapFor(chat, card, "↺ 120 · steps", /steps: 120 \(4 – 2000\)\n/);

    for (const typed of ["steps -5", "steps: −5", "steps = 12.5"])
      await chat.ask(typed, /steps can be 4 – 2000/);
    await chat.ask("learning rate 5", /learning rate can be 0.000001 – 0.1/);
    expect(card.text).not.to.contain("masks");
    await chat.ask("masks on", /its operator has not switched them on/);
    const typed = await chat.ask("learning rate 0.002", /learning rate: 0.002/);
    expect(typed.id).to.be.above(card.id);
    await eventually(() => expect(card.buttons).to.be.empty);
    await tapFor(chat, typed, /All as the preset says/, /rank: 4 \(1, 2, 4, 8, 16\)\n/);
    await tapFor(chat, typed, /Back/, PROMPTS.confirming);
    await eventually(() => expect(live(chat)).to.deep.equal([typed]));
  });

  it("has one living card, whatever is typed, and brings it back when it is asked for", async () => {
    const chat = newChat();
    const first = await goTo(chat, "confirming");
    const second = await chat.ask("steps 50", /– 50 steps/);
    await eventually(() => expect(first.buttons).to.be.empty);
    const hint = await chat.ask("hm", /Tap Start when all is right/);
    const third = await tapFor(chat, hint, /Show the card/, /– 50 steps/);
    await eventually(() => expect(second.buttons).to.be.empty);
    // An app that lags behind may still show the first card's buttons.
    await chat.tap(first, "Fast", { stale: true });
    await chat.waitFor((message) => message.id === third.id && message.text.includes("Fast – 60 steps"));
    await eventually(() => expect(live(chat)).to.deep.equal([third]));
    await tapFor(chat, third, /Start/, /🎞/);
    await eventually(() => expect(live(chat)).to.be.empty);
  });

  it("proposes sample prompts, has them changed, and gives them to the trainer", async () => {
    const { trainer } = darkroom();
    const chat = newChat();
    const page = await goTo(chat, "review");
    await tapFor(chat, page, "▶️", /^2 of 3/);
    const review = await chat.ask(
      "a dog on a green lawn, sunny",
      /^2 of 3\n\nohwxrex, a dog on a green lawn/,
    );
    const card = await tapFor(chat, review, /fine/, PROMPTS.confirming);
    await tapFor(chat, card, /Advanced/, /^Advanced/);
    await tapFor(chat, card, /Sample prompts/, /1\. ohwxrex on a green lawn\n2\. ohwxrex/);
    const before = card.text;
    await tapFor(chat, card, /anew/, ({ id, text }) => id === card.id && text !== before);
    await tapFor(chat, card, /Take these/, /4 are the most/);
    const [one = "", ...others] = [...card.text.matchAll(/^\d\. (.+)$/gm)].map(([, prompt]) => prompt!);
    expect(others).to.have.length(2);

    await tapFor(chat, card, /Edit 1/, /in the place of/);
    expect(card.text).to.contain(one);
    const edited = await chat.ask("ohwxrex <b>&\nin bed", /1\. ohwxrex <b>& in bed/);
    await eventually(() => expect(card.buttons).to.be.empty);
    await tapFor(chat, edited, /Remove 2/, ({ text }) => !text.includes(others[0]!));
    await tapFor(chat, edited, /Type one/, /Type the prompt/);
    await chat.ask("x".repeat(400), /400|409/);
    const added = await chat.ask("steps 800", /3\. ohwxrex, steps 800/);
    await tapFor(chat, added, /Back/, /^Advanced/);
    await tapFor(chat, added, /Back/, /Sample prompts: 3/);

    await trainer.behave({ steps: 4, hold: 1 });
    await tapFor(chat, added, /Start/, /🎞/);
    await eventually(async () => {
      const { folder } = (await trainer.journal()).at(-1)!;
      const job = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as Record<string, unknown>;
      expect(job["samplePrompts"]).to.deep.equal(["ohwxrex <b>& in bed", others[1], "ohwxrex, steps 800"]);
    });
    await trainer.behave({ steps: 4 });
    await chat.waitFor(/is trained/, { after: added, timeoutMs: 15_000 });
  });

  it("asks no more for a prompt when something else is tapped", async () => {
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    await tapFor(chat, card, /Advanced/, /^Advanced/);
    await tapFor(chat, card, /Sample prompts/, /Proposed/);
    await tapFor(chat, card, /Type one/, /Type the prompt/);
    await tapFor(chat, card, /Back/, /Proposed/);
    await chat.ask("a castle", /Tap Start when all is right/);
    const back = await chat.ask("steps 60", /– 60 steps/);
    expect(back.text).not.to.contain("Sample prompts");
  });

  it("says what Start declares, and starts nothing by a card that says something else", async () => {
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    expect(card.text).to.match(/By tapping Start you declare .* everybody who is on them agrees/);
    expect(card.text).to.contain("MIT – commercial use allowed");
    const start = card.keyboard.flat().find(({ text }) => text.includes("Start"))!.callback_data!;
    await chat.forgeTap(card, start.replace(/[0-9a-f]{8}$/, "0a1b2c3d"));
    const newer = await chat.waitFor(PROMPTS.confirming, { after: await chat.waitFor(/has new terms/) });
    await eventually(() => expect(card.buttons).to.be.empty);
    // A card from before there was a consent.
    await chat.forgeTap(newer, start.replace(/[0-9a-f]{8}$/, ""));
    const third = await chat.waitFor(PROMPTS.confirming, {
      after: await chat.waitFor(/read on the card what Start declares/),
    });
    expect(chat.messages.some(({ text }) => text.startsWith("🎞"))).to.equal(false);
    await tapFor(chat, third, /Start/, /🎞/);
  });

  it("shows on the training's page to what the person agreed", async () => {
    const chat = newChat();
    await startTraining(chat);
    await chat.waitFor(/is trained/, { timeoutMs: 15_000 });
    const list = await chat.ask("/trainings", /Your training/);
    await chat.tap(list, () => true);
    const page = await chat.waitFor(/Agreed by/);
    expect(page.text).to.contain(`Agreed by telegram:${people}, `).and.contain(`(text ${CONSENT_TEXT}); MIT`);
  });
});
