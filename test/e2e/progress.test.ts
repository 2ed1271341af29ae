import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { PersonChat } from "../support/telegram/index.js";
import { goTo, startTraining, tapFor, trainToEnd } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 20_000 };

describe("the progress card, and how a training ends", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 7_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  it("is edited at most every five seconds, and ends without a button, before a message of its own", async function () {
    this.timeout(60_000);
    const { telegram, trainer } = darkroom();
    await trainer.behave({ steps: 110, secondsPerStep: 0.1 });
    const chat = newChat();
    const card = await startTraining(chat);
    const done = await chat.waitFor(/is trained/, { after: card, timeoutMs: 50_000 });
    expect(card.text).to.contain("▓▓▓▓▓▓▓▓▓▓▓▓ 100%").and.to.contain("✅ Done");
    expect(card.buttons).to.be.empty;
    expect(done.id).to.be.greaterThan(card.id);
    const edits = telegram.calls.filter(
      ({ method, params, ok }) =>
        ok && /^editMessage(Text|Caption|Media)$/.test(method) && params["message_id"] === card.id,
    );
    expect(edits.length, "it was edited on the way").to.be.within(3, 6);
    const times = edits.slice(0, -1).map(({ at }) => at);
    for (const [index, at] of times.slice(1).entries()) expect(at - times[index]!).to.be.at.least(4_900);
    const shown = card.edits.filter((text) => /Step \d+ of 110/.test(text));
    expect(shown[0])
      .to.match(/[▓░]{12} \d+%/)
      .and.to.match(/Loss 0\.\d{4}/);
    expect(shown[0]).to.match(/About \d+ seconds left|About one second left/);
  });

  it("asks before it stops, keeps the question over edits, and says that it is stopped", async function () {
    this.timeout(40_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 1_000, secondsPerStep: 0.1 });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Loading|Looking|Step/, { after: card, ...PATIENCE });
    const { text } = await chat.tap(card, /Stop/);
    expect(text).to.contain("Now, or after its next checkpoint").and.to.contain("within 24 hours");
    const again = await chat.tap(card, /Stop/, { stale: true });
    expect(again.text, "two taps do no harm").to.contain("Stop this training?");
    const before = card.edits.length;
    await eventually(() => expect(card.edits.length).to.be.greaterThan(before));
    expect(card.buttons[0]).to.equal("Yes, stop it now");
    expect(card.buttons[1]).to.match(/^⏸ After the checkpoint at step \d+0$/);
    expect(card.buttons[2]).to.equal("No, go on");
    await chat.tap(card, /No/);
    expect(card.buttons[0]).to.equal("⏹ Stop");
    expect(card.buttons).not.to.contain("Yes, stop it now");
    await chat.tap(card, /Stop/);
    await tapFor(chat, card, /Yes/, /Rex is stopped/);
    expect(card.text).to.contain("⏹ Stopped");
    expect(card.buttons).to.be.empty;
    const late = await chat.tap(card, /Yes/, { stale: true });
    expect(late.text).to.contain("not running any more");
    await trainer.behave({ steps: 4 });
    await trainToEnd(newChat());
  });

  it("stops one that waits, which then never begins", async function () {
    this.timeout(40_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    await startTraining(newChat());
    const chat = newChat();
    const card = await startTraining(chat);
    expect(card.text).to.match(/Queued; (it is next|one training goes first). Starts in about 1 min/);
    await chat.tap(card, /Stop/);
    await tapFor(chat, card, /Yes/, /Rex is stopped/);
    const before = (await trainer.starts()).length;
    await trainer.behave({ steps: 4 });
    await trainToEnd(newChat());
    expect((await trainer.starts()).length - before).to.equal(1);
  });

  it("answers to other people's taps that it is not theirs", async () => {
    const { trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    const anna = newChat();
    const card = await startTraining(anna);
    const stop = card.keyboard[0]![0]!.callback_data!;
    const ben = newChat();
    const theirs = await goTo(ben, "naming");
    const verbs = ["stop", "stop-yes", "stop-no", "stop-later", "mute", "unmute"];
    for (const data of verbs.map((verb) => stop.replace("stop", verb))) {
      expect((await ben.forgeTap(theirs, data)).text).to.contain("somebody else");
    }
    await trainer.behave({ steps: 4 });
    await anna.waitFor(/is trained/, PATIENCE);
  });

  it("sends the card anew when the person has deleted it", async () => {
    const { trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    const chat = newChat();
    const card = await startTraining(chat);
    chat.deleteMessage(card);
    await trainer.behave({ steps: 1_000, secondsPerStep: 0.05 });
    const next = await chat.waitFor(/🎞 Rex/, { after: card, ...PATIENCE });
    expect(next.id).not.to.equal(card.id);
    await chat.tap(next, /Stop/);
    await tapFor(chat, next, /Yes/, /Rex is stopped/);
    expect(next.text).to.contain("⏹ Stopped");
  });

  const failures = {
    "the settings were refused": [{ exit: 64 }, /refused the settings/],
    "the photos could not be used": [{ exit: 65 }, /could not use the photos/],
    "the weights are missing": [{ exit: 66 }, /weights could not be loaded/],
    "it broke down": [{ exit: 70 }, /broke down/],
    "the memory was too small": [{ exit: 71 }, /too little memory/],
    "the file holds a number that is none": [{ steps: 4, broken: "nan" }, /did not pass the checks/],
    "nothing was learned": [{ steps: 4, broken: "unlearned" }, /did not pass the checks/],
  } as const;
  for (const [kind, [behaviour, reason]] of Object.entries(failures)) {
    it(`says in a message of its own why it failed: ${kind}`, async () => {
      await darkroom().trainer.behave(behaviour);
      const chat = newChat();
      const failed = await trainToEnd(chat);
      expect(failed.text)
        .to.match(/^❌ Rex could not be trained/)
        .and.to.match(reason);
      const card = chat.messages.find(({ text }) => text.startsWith("🎞"))!;
      expect(card.text).to.contain("❌ Failed");
      expect(card.buttons).to.be.empty;
    });
  }

  it("goes on for others when a person has blocked the bot, and counts their message as undeliverable", async () => {
    const { trainer, telegram } = darkroom();
    await trainer.behave({ steps: 50, hold: 3 });
    const anna = newChat();
    await startTraining(anna);
    anna.blockBot();
    const ben = newChat();
    await startTraining(ben);
    await trainer.behave({ steps: 4 });
    await ben.waitFor(/is trained/, PATIENCE);
    const refused = telegram.calls.filter(({ error }) => error?.code === 403);
    expect(refused, "Anna's card or message was tried").not.to.be.empty;
    anna.unblockBot();
    await anna.ask("/trainings", /Your training/);
    const list = anna.lastFromBot()!;
    expect(list.buttons.join()).to.contain("✅ Rex");
  });

  it("takes a person back who blocked the bot in the middle of a draft", async () => {
    const chat = newChat();
    await goTo(chat, "base-model");
    chat.blockBot();
    chat.unblockBot();
    await chat.ask("hm", /tap one of the base models/);
  });
});
