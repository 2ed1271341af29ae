import { createHash } from "node:crypto";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor, trainToEnd } from "../support/train-by-chat.js";

describe("sharing a model by a link", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_000;

  function newChat(firstName = "Ada", languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName, languageCode }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  /** Opens the share of a person's newest training: the page, with the link in its text. */
  async function openShare(chat: PersonChat): Promise<ChatMessage> {
    const page = await chat.ask("/trainings", /Your/);
    await chat.tap(page, /✅/);
    await eventually(() => expect(page.buttons).to.include("🎁 Share"));
    await chat.tap(page, /Share/);
    return page;
  }

  function payloadIn(page: ChatMessage): string {
    return /https:\/\/t\.me\/\w+\?start=(\S+)/.exec(page.text)![1]!;
  }

  async function shared(name = "Rex <b>&"): Promise<{ ada: PersonChat; page: ChatMessage; payload: string }> {
    const ada = newChat();
    await trainToEnd(ada, { name });
    const page = await openShare(ada);
    return { ada, page, payload: payloadIn(page) };
  }

  async function open(chat: PersonChat, payload: string, answer: RegExp): Promise<ChatMessage> {
    const sent = await chat.start(payload);
    return chat.waitFor(answer, { after: sent });
  }

  it("gives a link, shows who opens it what it is, and hands the model over", async () => {
    const { page, payload } = await shared();
    expect(payload).to.match(/^share_[A-Za-z0-9_-]{22}$/);
    expect(page.buttons).to.deep.equal(["📨 Send it to somebody", "⛔ End sharing", "⬅️ Back"]);
    const sending = new URL(page.keyboard[0]![0]!.url!);
    expect(sending.searchParams.get("url")).to.contain(`?start=${payload}`);
    expect(sending.searchParams.get("text")).to.equal("A model for you: Rex <b>&");

    const ben = newChat("Ben");
    const offer = await open(ben, payload, /shares a model/);
    expect(offer.text).to.contain("Rex <b>&").and.to.contain("Tiny SDXL").and.to.contain("ohwxrex");
    expect(ben.transcript()).not.to.contain("Ada");
    const model = await tapFor(ben, offer, /Accept/, /🧩 Rex/);
    expect(offer.buttons).to.be.empty;
    const link = /https?:\/\/\S+\/files\/\S+/.exec(model.text)![0];
    const file = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(model.text).to.contain(createHash("sha256").update(file).digest("hex"));

    const list = await ben.ask("/trainings", /no trainings yet/);
    expect(list.buttons).to.deep.equal(["🎁 Shared with me (1)"]);
    await ben.tap(list, /Shared with me/);
    expect(list.text).to.contain("One model is shared with you");
    expect(list.buttons).to.deep.equal(["🎁 Rex <b>&", "⬅️ Back"]);
    await ben.tap(list, /Rex/);
    expect(list.text).to.contain("Rex <b>& – shared with you");
    expect(list.buttons).to.deep.equal(["🔗 Link", "➕ Train further", "🗑 Remove from my list", "⬅️ Back"]);
    await tapFor(ben, list, /Link/, /🧩 Rex/);
    await tapFor(ben, list, /Train further/, PROMPTS.collecting);
    expect((await ben.ask("/train", /open draft/)).text, "with photos of his own").to.contain(
      "no photos yet",
    );
    expect((await ben.tap(list, /Remove/)).text).to.contain("Removed");
    expect(list.text).to.contain("Nothing is shared with you");
    await ben.tap(list, /Back/);
    await eventually(() => expect(list.text).to.contain("Your training"));
  });

  it("acts once on a double tap, and says so to who opens the link again", async () => {
    const { ada, page, payload } = await shared("Twice");
    await ada.tap(page, /Back/);
    await ada.tap(page, /Share/);
    expect(payloadIn(page)).to.equal(payload);
    const ben = newChat("Ben");
    const offer = await open(ben, payload, /shares a model/);
    await Promise.all([1, 2].map(() => ben.tap(offer, /Accept/, { stale: true })));
    await ben.settled();
    await open(ben, payload, /You have Twice already/);
    await eventually(() => {
      const models = ben.messages.filter(({ text }) => text.startsWith("🧩 Twice"));
      expect(models).to.have.lengthOf(2);
    });
    const list = await ben.ask("/trainings", /no trainings/);
    expect(list.buttons).to.deep.equal(["🎁 Shared with me (1)"]);
  });

  it("does not disturb who is in the middle of a draft", async () => {
    const { payload } = await shared("Between");
    const ben = newChat("Ben");
    await goTo(ben, "trigger");
    const offer = await open(ben, payload, /shares a model/);
    await tapFor(ben, offer, /Accept/, /🧩 Between/);
    await ben.ask("benx", PROMPTS["base-model"]);
  });

  it("refuses one's own link, broken ones, and what was ended, in clear words", async () => {
    const { ada, page, payload } = await shared("Mine");
    await open(ada, payload, /link to your own model/);
    const ben = newChat("Ben");
    const token = payload.slice("share_".length);
    await open(ben, `share_${token.slice(0, -1)}${token.endsWith("A") ? "Q" : "A"}`, /leads nowhere/);
    await open(ben, "share_", /leads nowhere/);
    await open(ben, `${payload}x`, /leads nowhere/);
    const offer = await open(ben, payload, /shares a model/);
    const late = await open(newChat("Cleo"), payload, /shares a model/);
    await tapFor(ben, offer, /Accept/, /🧩 Mine/);
    const list = await ben.ask("/trainings", /no trainings yet/);
    await ben.tap(list, /Shared with me/);
    await ben.tap(list, /Mine/);

    expect((await ada.tap(page, /End sharing/)).text).to.contain("Sharing is ended");
    expect((await ada.tap(page, /End sharing/, { stale: true })).text).to.be.a("string");
    await open(ben, payload, /leads nowhere/);
    expect((await newChat("Dan").forgeTap(late, late.keyboard[0]![0]!.callback_data!)).text).to.contain(
      "leads nowhere",
    );
    // The page that is open still has its buttons; they lead to nothing any more.
    const before = ben.messages.length;
    await ben.tap(list, /Link/);
    expect(ben.messages.slice(before).some(({ text }) => text.startsWith("🧩"))).to.equal(false);
    const after = await ben.ask("/trainings", /no trainings yet/);
    expect(after.buttons).to.be.empty;
  });

  it("ends when the owner deletes the training, and on /forget of either", async () => {
    const { ada, page, payload } = await shared("Gone");
    const ben = newChat("Ben");
    await tapFor(ben, await open(ben, payload, /shares a model/), /Accept/, /🧩 Gone/);
    const bens = await tapFor(ben, await ben.ask("/forget", /Delete everything/), /Yes/, /Deleted/);
    expect(bens.text).to.contain("one model of somebody else's from your list");
    expect((await ben.ask("/trainings", /no trainings/)).buttons).to.be.empty;

    await tapFor(ben, await open(ben, payload, /shares a model/), /Accept/, /🧩 Gone/);
    const adas = await tapFor(ada, await ada.ask("/forget", /Delete everything/), /Yes/, /Deleted/);
    expect(adas.text).to.contain("one link to a shared model");
    expect((await ben.ask("/trainings", /no trainings/)).buttons).to.be.empty;
    await open(ben, payload, /leads nowhere/);
    expect(page.deleted).to.equal(false);

    const again = await shared("Deleted");
    await tapFor(ben, await open(ben, again.payload, /shares a model/), /Accept/, /🧩 Deleted/);
    await again.ada.tap(again.page, /Back/);
    await again.ada.tap(again.page, /Delete/);
    expect(again.page.text).to.contain("that ends for all who took it");
    await again.ada.tap(again.page, /Yes/);
    expect((await ben.ask("/trainings", /no trainings/)).buttons).to.be.empty;
  });

  it("refuses another's training, model and share in forged buttons", async () => {
    const { ada, page, payload } = await shared("Private");
    await ada.tap(page, /Back/);
    await eventually(() => expect(page.buttons).to.include("🎁 Share"));
    const eve = newChat("Eve");
    await goTo(eve, "trigger", { name: "Eves" });
    const list = await eve.ask("/trainings", /Your training/);
    const adasData = page.keyboard.flat().map((button) => button.callback_data!);
    for (const data of adasData) await eve.forgeTap(list, data);
    // Her own share's page, drawn for another's training.
    const training = adasData[0]!.split("/")[3]!;
    for (const [row, col] of [
      [0, 0],
      [1, 0],
      [2, 0],
    ]) {
      for (const menu of ["share", "sure", "one", "gift"]) {
        await eve.forgeTap(list, `${menu}/${row}/${col}/${training}/h0000`);
        await eve.forgeTap(list, `${menu}/${row}/${col}/${training}:delete/h0000`);
      }
      await eve.forgeTap(list, `gift/${row}/${col}/${payload.slice("share_".length)}/h0000`);
    }
    expect(eve.transcript()).not.to.contain("Private").and.not.to.contain("🧩");
    expect((await eve.ask("/trainings", /Your training/)).buttons).to.deep.equal(["📝 Eves"]);
    const adas = await ada.ask("/trainings", /Your training/);
    expect(adas.buttons).to.deep.equal(["✅ Private"]);
    await open(newChat("Fay"), payload, /shares a model/);
  });

  it("speaks Spanish and Russian", async () => {
    const { payload } = await shared("Idiomas");
    const es = newChat("Eva", "es");
    await tapFor(es, await open(es, payload, /comparte contigo un modelo/), /Aceptar/, /🧩 Idiomas/);
    expect((await es.ask("/trainings", /Todavía/)).buttons).to.deep.equal(["🎁 Compartidos conmigo (1)"]);
    const ru = newChat("Вера", "ru");
    await tapFor(ru, await open(ru, payload, /делятся моделью/), /Принять/, /🧩 Idiomas/);
    expect((await ru.ask("/trainings", /пока нет/)).buttons).to.deep.equal(["🎁 Поделились со мной (1)"]);
  });
});
