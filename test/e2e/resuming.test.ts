import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { PersonChat } from "../support/telegram/index.js";
import { startTraining, tapFor, trainToEnd } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 20_000 };

describe("a training that was stopped or failed, in the chat", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 7_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  const jobs = (): Promise<string[]> => readdir(join(darkroom().dataFolder, "jobs"));

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  it("goes on from its checkpoint at a tap on Continue", async function () {
    this.timeout(40_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Step 2 of 50/, PATIENCE);
    await chat.tap(card, /Stop/);
    const stopped = await tapFor(chat, card, /Yes/, /Rex is stopped/);
    expect(stopped.buttons).to.deep.equal(["▶️ Continue"]);
    expect(stopped.text).to.match(/Step \d+ of \d+ was reached.*kept for 24 hours/);
    await eventually(async () => expect(await jobs()).to.have.lengthOf(1));
    // One that began anew would stay at the second step for ever.
    await trainer.behave({ steps: 50, hold: 2 });
    const next = await tapFor(chat, stopped, /Continue/, /🎞 Rex/);
    expect(stopped.buttons).to.be.empty;
    await chat.waitFor(/is trained/, { after: next, ...PATIENCE });
    await eventually(() => expect(next.text).to.contain("✅ Done"));
    await eventually(async () => expect(await jobs()).to.be.empty);
  });

  it("is tried again from its page after a failure, and offers nothing where the photos are to blame", async function () {
    this.timeout(40_000);
    const { trainer } = darkroom();
    await trainer.behave({ exit: 70 });
    const chat = newChat();
    const failed = await trainToEnd(chat);
    expect(failed.buttons).to.deep.equal(["🔁 Train again"]);
    await trainer.behave({ steps: 4 });
    const page = await chat.ask("/trainings", /Your/);
    await chat.tap(page, /Rex/);
    await eventually(() => expect(page.buttons).to.include("🔁 Train again"));
    const card = await tapFor(chat, page, /Train again/, /🎞 Rex/);
    await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
    const late = await chat.tap(failed, /Train again/);
    expect(late.text).to.contain("Only a training that failed or was stopped");
    await trainer.behave({ exit: 65 });
    expect((await trainToEnd(newChat())).buttons).to.be.empty;
  });

  it("is not taken up by somebody else's tap", async () => {
    await darkroom().trainer.behave({ exit: 70 });
    const anna = newChat();
    const failed = await trainToEnd(anna);
    const ben = newChat();
    const theirs = await ben.start().then((sent) => ben.waitFor(/trains image models/, { after: sent }));
    const data = failed.keyboard[0]![0]!.callback_data!;
    expect((await ben.forgeTap(theirs, data)).text).to.contain("somebody else");
  });
});
