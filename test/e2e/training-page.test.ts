import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, NAME_TAKEN, PROMPTS, tapFor, trainToEnd } from "../support/train-by-chat.js";
import { zipContents } from "../support/zip-contents.js";

describe("a training's page", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_800;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  /** Opens the list and the page of its only training. */
  async function openPage(chat: PersonChat): Promise<ChatMessage> {
    const list = await chat.ask("/trainings", /Your/);
    await chat.tap(list, () => true);
    return list;
  }

  it("renames a training and its model from the page, by a reply or a text, and not in a draft's way", async () => {
    const chat = newChat();
    await trainToEnd(chat);
    const page = await openPage(chat);
    await eventually(() => expect(page.text).to.contain("UTC: done"));
    const days = page.text
      .split("\n")
      .slice(-4)
      .map((line) => line.replace(/^.+ UTC: /, ""));
    expect(days).to.deep.equal(["begun", "put in the queue", "the GPU began to train", "done"]);
    const question = await tapFor(chat, page, /Rename/, /What shall Rex be called/);
    const sent = darkroom().telegram.calls.findLast(({ method }) => method === "sendMessage");
    expect(sent?.params["reply_markup"]).to.include({ force_reply: true, input_field_placeholder: "Rex" });
    expect(question.buttons).to.be.empty;
    await chat.ask("x".repeat(61), /61 characters/);
    await chat.ask("Max <b>&\u202eII", /It is called Max <b>&.*II now/);
    await chat.ask("hello", /Send \/train/);
    await openPage(chat);
    const again = await tapFor(chat, chat.lastFromBot()!, /Link/, /🧩 Max <b>&/);
    expect(again.text).to.contain("Max-b-II-tiny-sdxl.safetensors");

    await goTo(chat, "trigger", { name: "Draft" });
    const list = await chat.ask("/trainings", /Your 2/);
    await chat.tap(list, /Max/);
    const asked = await tapFor(chat, list, /Rename/, /What shall Max/);
    await chat.ask("otherword", PROMPTS["base-model"]);
    const reply = await chat.reply(asked, "DRAFT");
    const taken = await chat.waitFor(NAME_TAKEN, { after: reply });
    await tapFor(chat, taken, "DRAFT 2", /It is called DRAFT 2 now/);
    expect((await chat.ask("/trainings", /Your 2/)).buttons.slice(-2)).to.deep.equal([
      "📝 Draft",
      "✅ DRAFT 2",
    ]);
  });

  it("renames nothing of others, nothing that is gone, and nothing at a command", async () => {
    const ada = newChat();
    await goTo(ada, "trigger", { name: "Adas" });
    const adas = await openPage(ada);
    const rename = adas.keyboard.flat().find(({ text }) => text.includes("Rename"))!.callback_data!;
    const eve = newChat();
    await goTo(eve, "trigger", { name: "Eves" });
    await eve.ask("/cancel", /Left/);
    await eve.forgeTap(await openPage(eve), rename);
    await eve.ask("Stolen", /Your draft Eves is open/);
    const page = await openPage(eve);
    const question = await tapFor(eve, page, /Rename/, /What shall Eves/);
    await eve.ask("/help", /How it works/);
    await eve.tap(page, /Delete/);
    await eve.tap(page, /Yes/);
    await eve.reply(question, "Too late");
    await eve.waitFor(/not there any more/);
    expect((await ada.ask("/trainings", /Your training/)).buttons).to.deep.equal(["📝 Adas"]);
  });

  it("sends the photos and captions as a zip, once for a double tap", async () => {
    const chat = newChat();
    await trainToEnd(chat);
    const page = await openPage(chat);
    await eventually(() => expect(page.buttons).to.include("📦 Photos as a zip"));
    const sent = await tapFor(chat, page, /zip/, /3 photos by number/);
    expect((await chat.tap(page, /zip/)).text).to.contain("a moment ago");
    expect(sent.media).to.include({ kind: "document", fileName: "Rex.zip" });
    const contents = await zipContents(await readFile(sent.media!.path));
    expect([...contents.keys()].map((name) => name.replace("png", "jpg"))).to.deep.equal(
      [1, 2, 3].flatMap((number) => [`00${number}.jpg`, `00${number}.txt`]),
    );
    expect(contents.get("002.txt")!.toString()).to.contain("ohwxrex");
    const tap = page.keyboard.flat().find(({ text }) => text.includes("zip"))!.callback_data!;
    const eve = newChat();
    await goTo(eve, "trigger");
    const before = eve.messages.length;
    await eve.forgeTap(await openPage(eve), tap);
    expect(eve.messages.slice(before).some(({ media }) => media !== undefined)).to.equal(false);
  });
});
