import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { startTraining, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 20_000 };

describe("what a person does while a training runs", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_500;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  /** A card of a training that stays before this step. */
  async function heldAt(chat: PersonChat, step: number, steps = 90): Promise<ChatMessage> {
    await darkroom().trainer.behave({ steps, hold: step });
    const card = await startTraining(chat);
    await chat.waitFor(({ id, text }) => id === card.id && text.includes(`Step ${step - 1} of`), PATIENCE);
    return card;
  }

  it("is to let it run to its next checkpoint: it says so, can be taken back, and stops there", async function () {
    this.timeout(40_000);
    const chat = newChat();
    const card = await heldAt(chat, 5);
    expect((await chat.tap(card, "⏹ Stop")).text).to.contain("Now, or after its next checkpoint");
    expect(card.buttons).to.deep.equal([
      "Yes, stop it now",
      "⏸ After the checkpoint at step 30",
      "No, go on",
    ]);
    const asked = await chat.tap(card, /After the checkpoint/);
    expect(asked.text).to.contain("It goes on to step 30, writes its checkpoint and stops");
    await eventually(() => expect(card.text).to.contain("⏸ Stops after step 30"));
    expect(card.buttons).to.include.members(["⏹ Stop", "🔕 Mute"]);
    expect((await chat.tap(card, "⏹ Stop")).text).to.contain("It stops after step 30");
    expect(card.buttons).to.deep.equal(["Yes, stop it now", "No, go on"]);
    expect((await chat.tap(card, /No, go on/)).text).to.contain("It goes on to the end");
    await eventually(() => expect(card.text).not.to.contain("⏸"));

    // From its page too.
    const page = await chat.ask("/trainings", /Your training/);
    await chat.tap(page, /Rex/);
    await eventually(() => expect(page.buttons).to.include("⏹ Stop"));
    await chat.tap(page, "⏹ Stop");
    await eventually(() => expect(page.buttons).to.include("⏸ After the checkpoint at step 30"));
    await chat.tap(page, /After the checkpoint/);
    await eventually(() => expect(page.text).to.contain("⏸ Stops after step 30"));
    await eventually(() => expect(card.text).to.contain("⏸ Stops after step 30"));

    await darkroom().trainer.behave({ steps: 90, hold: 60 });
    const stopped = await chat.waitFor(/Rex is stopped/, { after: page, ...PATIENCE });
    expect(stopped.buttons).to.deep.equal(["▶️ Continue"]);
    expect(card.text).to.contain("⏹ Stopped");
    const late = await chat.forgeTap(
      stopped,
      stopped.keyboard[0]![0]!.callback_data!.replace("resume", "stop-later"),
    );
    expect(late.text).to.contain("not running any more");
  });

  it("keeps what was asked over a restart of the bot", async function () {
    this.timeout(60_000);
    const chat = newChat();
    const card = await heldAt(chat, 5);
    await chat.tap(card, "⏹ Stop");
    await chat.tap(card, /After the checkpoint/);
    await chat.tap(card, /Mute/);
    await darkroom().stop();
    await darkroom().start();
    await darkroom().trainer.behave({ steps: 90, hold: 60 });
    await chat.waitFor(/Rex is stopped/, { after: card, ...PATIENCE });
    expect(card.edits.join("\n"), "it was muted all the while").not.to.match(/Step (1[0-9]|2[0-9]) of/);
  });

  it("is to mute it: the card stands still and is sent no more, and the end is told all the same", async function () {
    this.timeout(60_000);
    const chat = newChat();
    const card = await heldAt(chat, 3, 60);
    expect((await chat.tap(card, "🔕 Mute")).text).to.contain("you will hear how the training ends");
    await eventually(() => expect(card.text).to.contain("🔕 Muted"));
    expect(card.buttons[1]).to.equal("🔔 Unmute");
    const before = card.edits.length;
    await darkroom().trainer.behave({ steps: 60, hold: 20 });
    await eventually(async () => {
      const journal = await darkroom().trainer.journal();
      expect(journal.filter(({ what }) => what === "step").at(-1)).to.include({ step: 19 });
    });
    expect(card.edits.length).to.equal(before);
    expect((await chat.tap(card, "🔔 Unmute")).text).to.contain("shows how it goes again");
    await eventually(() => expect(card.text).to.contain("Step 19 of 60").and.not.to.contain("🔕"));
    await chat.tap(card, "🔕 Mute");
    await eventually(() => expect(card.text).to.contain("🔕 Muted"));
    chat.deleteMessage(card);
    await darkroom().trainer.behave({ steps: 60 });
    const done = await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
    const cards = chat.messages.filter(({ text }) => text.startsWith("🎞"));
    expect(cards, "it is sent no second time").to.be.empty;
    expect(done.text).to.contain("Rex");
  });

  it("is to mute one that waits: how the queue stands is not told until it is unmuted", async function () {
    this.timeout(40_000);
    await darkroom().trainer.behave({ steps: 50, hold: 3 });
    await startTraining(newChat());
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.tap(card, /Mute/);
    await eventually(() => expect(card.text).to.match(/Queued[^]*🔕 Muted/));
    expect(await tapFor(chat, card, /Unmute/, ({ id, text }) => id === card.id && !text.includes("🔕"))).to
      .exist;
    await chat.tap(card, "⏹ Stop");
    expect(card.buttons, "nothing runs that could come to a checkpoint").to.deep.equal([
      "Yes, stop it now",
      "No, go on",
    ]);
    await tapFor(chat, card, /Yes/, /Rex is stopped/);
  });
});
