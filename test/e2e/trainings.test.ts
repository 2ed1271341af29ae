import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import Database from "libsql";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import {
  beginAnother,
  counting,
  goTo,
  PROMPTS,
  startTraining,
  tapFor,
  trainToEnd,
} from "../support/train-by-chat.js";

const COMPLETED_PAGE = [
  "🔗 Link",
  "🎁 Share",
  "➕ Train further",
  "📦 Photos as a zip",
  "📷 Share photos",
  "✏️ Rename",
  "🗑 Delete",
  "⬅️ Back",
];

describe("the list of trainings, and forgetting", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 4_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  /** Opens the list and the page of its first training. */
  async function openPage(chat: PersonChat): Promise<ChatMessage> {
    const list = await chat.ask("/trainings", /Your/);
    await chat.tap(list, () => true);
    return list;
  }

  async function manyDrafts(chat: PersonChat, count: number): Promise<void> {
    await goTo(chat, "trigger", { name: "Draft 1" });
    for (let number = 2; number <= count; number++) {
      await beginAnother(chat);
      await chat.ask(`Draft ${number}`, PROMPTS.trigger);
    }
  }

  it("is empty in the beginning", async () => {
    const list = await newChat().ask("/trainings", /no trainings yet/);
    expect(list.buttons).to.be.empty;
  });

  it("is reached from /start, with the other entries of the main menu", async () => {
    const chat = newChat();
    await goTo(chat, "trigger", { name: "Rex" });
    const menu = await chat.start().then((sent) => chat.waitFor(/trains image models/, { after: sent }));
    expect(menu.buttons).to.deep.equal(["📷 New training", "🗂 My trainings", "🌐 Language", "❓ Help"]);
    await tapFor(chat, menu, /Help/, /How it works/);
    await tapFor(chat, menu, /New training/, /open draft/);
    const list = await tapFor(chat, menu, /My trainings/, /Your training/);
    await eventually(() => expect(list.buttons).to.deep.equal(["📝 Rex"]));
  });

  it("shows six on a page, newest first, and turns", async () => {
    const chat = newChat();
    await manyDrafts(chat, 14);
    const list = await chat.ask("/trainings", /Your 14 trainings/);
    const drafts = (from: number, to: number): string[] =>
      Array.from({ length: from - to + 1 }, (_, index) => `📝 Draft ${from - index}`);
    await eventually(() => expect(list.buttons).to.deep.equal([...drafts(14, 9), "Older ▶️"]));
    await chat.tap(list, /Older/);
    await eventually(() => expect(list.buttons).to.deep.equal([...drafts(8, 3), "◀️ Newer", "Older ▶️"]));
    await chat.tap(list, /Older/);
    await eventually(() => expect(list.buttons).to.deep.equal([...drafts(2, 1), "◀️ Newer"]));
    await chat.tap(list, /Draft 2/);
    await eventually(() => expect(list.text).to.contain("Draft 2 – a draft"));
    await chat.tap(list, /Back/);
    await eventually(() => expect(list.buttons).to.deep.equal([...drafts(2, 1), "◀️ Newer"]));
    await chat.tap(list, /Newer/);
    await chat.tap(list, /Newer/);
    await eventually(() => expect(list.buttons).to.deep.equal([...drafts(14, 9), "Older ▶️"]));
  });

  it("can be narrowed to what runs, what is done and drafts, and keeps that over a training's page", async () => {
    const chat = newChat();
    await trainToEnd(chat, { name: "Done" });
    await manyDrafts(chat, 8);
    await tapFor(chat, await chat.ask("/train", /open draft/), /new one/, PROMPTS.subject);
    await chat.ask("/cancel", /Left/);
    const list = await chat.ask("/trainings", /Your 10/);
    const filters = list.buttons.slice(0, 3);
    expect(filters).to.deep.equal(["· All (10) ·", "✅ Ended (1)", "📝 Drafts (9)"]);
    await chat.tap(list, /Ended/);
    await eventually(() =>
      expect(list.buttons).to.deep.equal(["All (10)", "· ✅ Ended (1) ·", "📝 Drafts (9)", "✅ Done"]),
    );
    await chat.tap(list, /Drafts/);
    await chat.tap(list, /Older/);
    await eventually(() =>
      expect(list.buttons.slice(3)).to.deep.equal(["📝 Draft 3", "📝 Draft 2", "📝 Draft 1", "◀️ Newer"]),
    );
    await chat.tap(list, /Draft 2/);
    await eventually(() => expect(list.text).to.contain("Draft 2 – a draft"));
    await chat.tap(list, /Back/);
    await eventually(() => expect(list.buttons).to.include("· 📝 Drafts (9) ·").and.to.include("📝 Draft 2"));
    await chat.tap(list, /All/);
    await eventually(() => expect(list.buttons.slice(0, 3)).to.deep.equal(filters));
    const data = list.keyboard[2]![0]!.callback_data!;
    for (const page of ["e-1", "x9", "r99999999999", "%00", "d1e9"]) {
      await chat.forgeTap(list, data.replace(/\/0:/, `/${page}:`));
    }
  });

  it("goes on with a draft from its page", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    await chat.ask("/cancel", /Left/);
    const page = await openPage(chat);
    await eventually(() =>
      expect(page.buttons).to.deep.equal(["▶️ Go on", "✏️ Rename", "🗑 Delete", "⬅️ Back"]),
    );
    await tapFor(chat, page, /Go on/, PROMPTS.collecting);
  });

  it("shows a training that runs and one that waits, and stops both after asking", async () => {
    const { trainer } = darkroom();
    await trainer.behave({ steps: 100, hold: 3 });
    const running = newChat();
    const waiting = newChat();
    await startTraining(running);
    await running.waitFor(/Step 2 of 100/, { timeoutMs: 15_000 });
    const card = await startTraining(waiting);
    expect(card.text).to.match(/Queued; it is next. Starts in about \d+ min/);
    for (const [chat, state] of [
      [waiting, /Queued; it is next. Starts in about[^]*Will be done in about \d+ min/],
      [running, /Loading|Looking|Step/],
    ] as const) {
      const page = await openPage(chat);
      await eventually(() =>
        expect(page.text).to.match(state).and.to.contain("3 photos, trigger word ohwxrex"),
      );
      await eventually(() => expect(page.buttons).to.deep.equal(["⏹ Stop", "⬅️ Back"]));
      await chat.tap(page, /Stop/);
      await eventually(() => expect(page.text).to.contain("Stop this training?"));
      await chat.tap(page, /No, go on/);
      await eventually(() => expect(page.buttons).to.deep.equal(["⏹ Stop", "⬅️ Back"]));
      await chat.tap(page, /Stop/);
      await chat.tap(page, /Yes, stop/);
      await eventually(() => expect(page.text).to.contain("⏹ Stopped"));
      const offer = chat === running ? "▶️ Continue" : "🔁 Train again";
      await eventually(() =>
        expect(page.buttons).to.deep.equal([
          offer,
          "📦 Photos as a zip",
          "📷 Share photos",
          "✏️ Rename",
          "🗑 Delete",
          "⬅️ Back",
        ]),
      );
      await chat.waitFor(/Rex is stopped/);
    }
  });

  it("gives the link again on a completed training's page, and deletes it after asking", async () => {
    const chat = newChat();
    const done = await trainToEnd(chat);
    const page = await openPage(chat);
    await eventually(() => expect(page.text).to.contain("✅ Done"));
    await eventually(() => expect(page.buttons).to.deep.equal(COMPLETED_PAGE));
    const again = await tapFor(chat, page, /Link/, /🧩 Rex/);
    const link = /https?:\/\/\S+\/files\/\S+/.exec(again.text)![0];
    const file = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(done.text).to.contain(createHash("sha256").update(file).digest("hex"));
    await chat.tap(page, /Delete/);
    await chat.tap(page, /No, keep/);
    await eventually(() => expect(page.buttons).to.deep.equal(COMPLETED_PAGE));
    await chat.tap(page, /Delete/);
    await chat.tap(page, /Yes/);
    await eventually(() => expect(page.text).to.contain("Rex is deleted"));
    await chat.ask("/trainings", /no trainings yet/);
  });

  it("says on a failed training's page why it failed", async () => {
    await darkroom().trainer.behave({ exit: 71 });
    const chat = newChat();
    const failed = await trainToEnd(chat);
    expect(failed.text).to.contain("too little memory");
    const page = await openPage(chat);
    await eventually(() => expect(page.text).to.contain("❌ Failed").and.to.contain("too little memory"));
  });

  it("shows a page that has changed since as it stands now", async () => {
    const { trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    const chat = newChat();
    await startTraining(chat);
    await chat.waitFor(/Step 2 of 50/, { timeoutMs: 15_000 });
    const page = await openPage(chat);
    await trainer.behave({ steps: 50 });
    await chat.waitFor(/is trained/, { timeoutMs: 15_000 });
    const { text } = await chat.tap(page, /Stop/);
    expect(text).to.contain("changed since");
    await eventually(() => expect(page.text).to.contain("✅ Done"));
    await eventually(() => expect(page.buttons).to.deep.equal(COMPLETED_PAGE));
  });

  it("deletes everything of a person, files included, and gives a receipt; of nobody else anything", async () => {
    const other = newChat();
    await trainToEnd(other, { name: "Others" });
    const before = await filesUnder(join(darkroom().dataFolder, "blobs"));

    const chat = newChat();
    const person = { name: "Forget me", triggerWord: "xyzforget" };
    await trainToEnd(chat, person);
    await goTo(chat, "collecting", person);
    await chat.ask("/train", /open draft/);
    const kept = await chat.ask("/forget", /Delete everything/);
    await chat.tap(kept, /No/);
    expect(kept.text).to.contain("Nothing was deleted");
    const question = await chat.ask("/forget", /Delete everything/);
    await chat.tap(question, /Yes/);
    expect(question.text).to.contain("• 2 trainings\n• 3 photos, with all captions\n• one model\n• no links");
    expect(question.buttons).to.be.empty;

    expect(await filesUnder(join(darkroom().dataFolder, "blobs"))).to.deep.equal(before);
    await chat.ask("hello", /Send \/train/);
    await chat.ask("/trainings", /no trainings yet/);
    await openPage(other);
  });

  it("leaves no word of a person in the database after /forget", async () => {
    const chat = newChat();
    await goTo(chat, "review", { name: "Unforgettable77", triggerWord: "unforgetword" });
    expect(allRecords()).to.contain("Unforgettable77").and.to.contain("unforgetword");
    await tapFor(chat, await chat.ask("/forget", /Delete everything/), /Yes/, /Deleted/);
    for (const word of ["Unforgettable77", "unforgetword", `telegram:${chat.id}`]) {
      expect(allRecords()).not.to.contain(word);
    }
  });

  /** Every row of every table. */
  function allRecords(): string {
    const database = new Database(join(darkroom().dataFolder, "darkroom.sqlite"), { readonly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
        name: string;
      }[];
      return tables
        .map(({ name }) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()))
        .join("\n");
    } finally {
      database.close();
    }
  }

  it("stops a running training on /forget, without a message about it afterwards", async () => {
    const { trainer } = darkroom();
    const jobs = (): Promise<string[]> => filesUnder(join(darkroom().dataFolder, "jobs"));
    const ofOthers = await jobs();
    await trainer.behave({ steps: 100, hold: 3 });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Step 2 of 100/, { timeoutMs: 15_000 });
    await tapFor(chat, await chat.ask("/forget", /Delete everything/), /Yes/, /Deleted[^]*one training/);
    await chat.waitFor(({ id, text }) => id === card.id && text.includes("Stopped"));
    expect(card.buttons).to.be.empty;
    await trainer.behave({ steps: 4 });
    await trainToEnd(newChat());
    await eventually(async () => {
      expect(await jobs()).to.deep.equal(ofOthers);
    });
  });

  it("counts on after a photo when the person comes back", async () => {
    const chat = newChat();
    await goTo(chat, "confirming");
    await tapFor(chat, await openPage(chat), /Go on/, PROMPTS.confirming);
    const card = chat.lastFromBot()!;
    await tapFor(chat, card, /More photos/, counting(3));
  });
});

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
