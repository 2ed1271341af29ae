import { expect } from "chai";
import { describe, it } from "mocha";
import sharp from "sharp";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { blurred, darkened, detailed } from "../support/detailed-pictures.js";
import { eventually } from "../support/eventually.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 40_000 };

describe("looking over the photos", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 8_000;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  async function verdictOn(chat: PersonChat, sent: ChatMessage): Promise<ChatMessage> {
    return chat.waitFor(({ replyToId }) => replyToId === sent.id, PATIENCE);
  }

  function calls(method: string, chat: PersonChat) {
    return darkroom().telegram.calls.filter(
      ({ method: called, params }) => called === method && params["chat_id"] === chat.id,
    );
  }

  it("gives good photos a thumb, an album one for all, and says nothing to them", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const single = await chat.sendPhoto(await detailed(1));
    const album = await Promise.all([2, 3, 4].map(detailed));
    const [first] = await chat.sendAlbum(album.map((file) => ({ type: "photo", file })));
    await chat.waitFor(counting(4), PATIENCE);
    await eventually(() => {
      expect([single.reactions.size, first!.reactions.size]).to.deep.equal([1, 1]);
    });
    expect(calls("setMessageReaction", chat)).to.have.length(2);
    expect(chat.messages.filter(({ text }) => text.includes("It stays unless"))).to.be.empty;
  });

  it("answers a blurred, a dark and a repeated photo with the reason and the choice, and keeps them", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    await chat.sendPhoto(await detailed(1));
    const soft = await chat.sendPhoto(await blurred(2));
    expect((await verdictOn(chat, soft)).text).to.equal("⚠️ Photo 2: blurred. It stays unless you drop it.");
    const night = await chat.sendPhoto(await darkened(3));
    expect((await verdictOn(chat, night)).text).to.contain("Photo 3: too dark");
    const close = await sharp(await detailed(1))
      .resize(700)
      .jpeg({ quality: 50 })
      .toBuffer();
    const again = await chat.sendDocument(close, { fileName: "again.jpg" });
    const verdict = await verdictOn(chat, again);
    expect(verdict.text).to.contain("Photo 4: almost the same as photo 1");
    expect(verdict.buttons).to.deep.equal(["👍 Keep", "🗑 Drop"]);
    const card = await chat.waitFor(counting(4), PATIENCE);
    expect(card.text).to.match(/Worth a look: one blurred, one too dark, one near-duplicate\.$/);
  });

  it("drops a photo at the first tap, counts down, and takes both buttons away", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    await chat.sendPhoto(await detailed(1));
    const verdict = await verdictOn(chat, await chat.sendPhoto(await blurred(2)));
    await chat.waitFor(counting(2), PATIENCE);
    const data = dataOf(verdict, /Drop/);
    await Promise.all([chat.tap(verdict, /Drop/), chat.forgeTap(verdict, data)]);
    await chat.waitFor(/Photo 2 is dropped/, PATIENCE);
    await chat.waitFor(counting(1), PATIENCE);
    expect(verdict.buttons).to.be.empty;
    // An answer to what is done already, from a device that had the buttons still.
    await chat.forgeTap(verdict, data.replace("drop", "keep"));
    await chat.sendPhoto(await detailed(3));
    await chat.waitFor(counting(2), PATIENCE);
    expect(verdict.text).to.contain("Photo 2 is dropped");
  });

  it("keeps a photo for good, and speaks of its faults no more", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    await chat.sendPhoto(await detailed(1));
    const verdict = await verdictOn(chat, await chat.sendPhoto(await blurred(2)));
    await chat.waitFor(/one blurred/, PATIENCE);
    await chat.tap(verdict, /Keep/);
    await chat.waitFor(/Photo 2 stays/, PATIENCE);
    await chat.waitFor((message) => counting(2)(message) && !message.text.includes("Worth"), PATIENCE);
    expect(verdict.buttons).to.be.empty;
  });

  it("shows all on one picture by numbers that stay, and removes by these", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    await chat.sendAlbum((await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(detailed))).map(asPhoto));
    await chat.waitFor(counting(8), PATIENCE);
    const sheet = await tapFor(chat, card, /See all/, /Photos 1–8/);
    expect(sheet.media).to.include({ kind: "photo" });
    expect(sheet.text).to.contain("No faults found");
    await chat.ask("remove 3, 5-7", /Removed: 3, 5–7/);
    await chat.waitFor(counting(4), PATIENCE);
    await chat.ask("Remove 3", /no photo 3; the last one is 8\. Nothing was removed/);
    await chat.ask("delete 8, 9-12", /no photo 9–12.*Nothing was removed/);
    await chat.ask("remove the ugly ones", /Which ones/);
    await chat.ask("drop 1 and 4-8", /Removed: 1, 4, 8/);
    await chat.waitFor(counting(1), PATIENCE);
  });

  for (const [language, command, answer] of [
    ["es", "quita 2 y 3", "🗑 Quitadas: 2, 3."],
    ["ru", "Удали №2–3", "🗑 Убрано: 2, 3."],
  ] as const) {
    it(`removes by number in ${language}`, async () => {
      const chat = newChat(language);
      const subjects = await chat.ask("/train", /\?/);
      await tapFor(chat, subjects, /Person|Челов/, /\?/);
      await chat.ask("Rex", /./);
      const models = await chat.ask("ohwxrex", /SDXL/);
      const card = await tapFor(chat, models, /SDXL/, /📷/);
      await chat.sendAlbum((await Promise.all([1, 2, 3].map(detailed))).map(asPhoto));
      await chat.waitFor(({ id, buttons }) => id === card.id && buttons.length === 2, PATIENCE);
      expect((await chat.ask(command, /🗑/)).text).to.equal(answer);
    });
  }

  it("takes no harm where reactions are forbidden, and tries once", async () => {
    const { telegram } = darkroom();
    const chat = newChat();
    await goTo(chat, "collecting");
    telegram.faults.failNext("setMessageReaction", {
      errorCode: 400,
      description: "Bad Request: REACTION_INVALID",
      times: 9,
    });
    for (const number of [1, 2, 3]) await chat.sendPhoto(await detailed(number));
    const verdict = await verdictOn(chat, await chat.sendPhoto(await blurred(4)));
    expect(verdict.text).to.contain("blurred");
    const card = await chat.waitFor(counting(4), PATIENCE);
    await eventually(() => expect(calls("setMessageReaction", chat)).to.have.length(1), PATIENCE.timeoutMs);
    await tapFor(chat, card, /Done/, PROMPTS.captioning);
    expect(calls("setMessageReaction", chat)).to.have.length(1);
    telegram.faults.clear();
  });

  it("says after a restart what it owed", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const { telegram } = darkroom();
    telegram.faults.failNext(
      ({ method, params }) => method === "sendMessage" && params["chat_id"] === chat.id,
      {
        errorCode: 429,
        description: "Too Many Requests: retry after 61",
        retryAfter: 61,
      },
    );
    const soft = await chat.sendPhoto(await blurred(2));
    await eventually(() => expect(calls("sendMessage", chat).some(({ ok }) => !ok)).to.equal(true));
    await darkroom().stop();
    await darkroom().start();
    expect((await verdictOn(chat, soft)).text).to.contain("blurred");
  });
});

describe("looking over the photos under Telegram's flood limits", () => {
  const darkroom = useDarkroom(startInProcess, { telegram: { limits: "telegram" } });

  it("tells of many faults in one message, and meets no limit", async function () {
    this.timeout(120_000);
    const { telegram } = darkroom();
    const chat = telegram.person({ id: 5472638767, firstName: "Anna", languageCode: "en" }).privateChat();
    await goTo(chat, "collecting");
    const soft = await Promise.all(Array.from({ length: 60 }, (_, index) => blurred(index + 1)));
    await Promise.all(
      [0, 10, 20, 30, 40, 50].map((first) => chat.sendAlbum(soft.slice(first, first + 10).map(asPhoto))),
    );
    await chat.waitFor(counting(60), { timeoutMs: 80_000 });
    const many = await chat.waitFor(/photos have faults: numbers/, { timeoutMs: 80_000 });
    expect(many.buttons).to.deep.equal(["🗂 See all"]);
    await tapFor(chat, many, /See all/, /Photos 1–60/);
    const refused = telegram.calls.filter(({ error }) => error?.code === 429);
    expect(refused.map(({ method }) => method)).to.deep.equal([]);
  });
});

function asPhoto(file: Buffer) {
  return { type: "photo" as const, file };
}

function dataOf(message: ChatMessage, label: RegExp): string {
  const button = message.keyboard.flat().find(({ text }) => label.test(text));
  if (button?.callback_data === undefined) throw new Error(`no button ${label.source}`);
  return button.callback_data;
}
