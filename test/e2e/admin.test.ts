import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, Person, PersonChat } from "../support/telegram/index.js";
import { goTo, startTraining, trainToEnd } from "../support/train-by-chat.js";

const ADMIN_ID = 900;
const SPANISH_ADMIN_ID = 901;
const PATIENCE = { timeoutMs: 20_000 };

type Scope = { readonly type: string } | undefined;

describe("/admin", function () {
  this.timeout(60_000);
  const darkroom = useDarkroom(startInProcess, {
    env: { ADMIN_IDS: `${ADMIN_ID}, ${SPANISH_ADMIN_ID}` },
  });
  let people = 9_000;

  const newChat = (): PersonChat =>
    darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  let administrator: Person | undefined;
  const adminPerson = (): Person =>
    (administrator ??= darkroom().telegram.person({ id: ADMIN_ID, firstName: "Root", languageCode: "en" }));
  const adminChat = (): PersonChat => adminPerson().privateChat();
  const openAdmin = (): Promise<ChatMessage> => adminChat().ask("/admin", /Queue:/);

  afterEach(async () => {
    await darkroom().trainer.behave({ steps: 4 });
    // What a test that failed left paused is not to stop the others.
    const page = await openAdmin();
    for (const button of [/Resume/, /Let .* work/])
      if (page.buttons.some((text) => button.test(text))) await adminChat().tap(page, button);
  });

  it("is in the list of commands of administrators alone", async () => {
    await eventually(() => {
      const lists = darkroom()
        .telegram.calls.filter(({ method }) => method === "setMyCommands")
        .map(({ params }) => ({ scope: params["scope"], text: JSON.stringify(params["commands"]) }));
      const ofGroups = lists.filter(({ scope }) => (scope as Scope)?.type === "all_group_chats");
      expect(ofGroups).to.have.lengthOf(3);
      for (const { text } of ofGroups) expect(text).not.to.match(/"(trainings|forget|language)"/);
      const scoped = lists.filter(({ scope }) => (scope as Scope)?.type === "chat");
      const chats = new Set(scoped.map(({ scope }) => (scope as { chat_id: number }).chat_id));
      expect([...chats]).to.have.members([ADMIN_ID, SPANISH_ADMIN_ID]);
      expect(lists).to.have.lengthOf(12);
      for (const { scope, text } of lists) {
        expect(text).to.contain('"train"');
        expect(text.includes('"admin"')).to.equal((scope as Scope)?.type === "chat");
      }
    });
  });

  it("is to others a command that does not exist, also in the middle of a draft, and in a group to all", async () => {
    const chat = newChat();
    const unknown = await chat.ask("/nonsense", () => true);
    expect((await chat.ask("/admin", () => true)).text).to.equal(unknown.text);
    await goTo(chat, "trigger");
    const inDraft = await chat.ask("/nonsense", () => true);
    expect((await chat.ask("/admin", () => true)).text).to.equal(inDraft.text);
    const group = darkroom().telegram.group({ title: "Friends", members: [adminPerson()] });
    const before = darkroom().telegram.calls.length;
    await adminPerson().in(group).send("/admin");
    await openAdmin();
    const sent = darkroom().telegram.calls.slice(before);
    expect(sent.filter(({ params }) => params["chat_id"] === group.id)).to.deep.equal([]);
  });

  it("shows what the slots do and what waits, and is refreshed in place", async () => {
    // The records keep the progress of every five seconds.
    await darkroom().trainer.behave({ steps: 200, secondsPerStep: 0.1 });
    const page = await openAdmin();
    expect(page.text).to.contain("cpu: free").and.to.contain("Queue: empty");
    await startTraining(newChat(), { name: "R & <x>" });
    const waiting = newChat();
    const card = await startTraining(waiting);
    await eventually(async () => {
      await adminChat().tap(page, /Refresh/);
      expect(page.text).to.match(/cpu: 🎞 R & <x>, step \d+ of 200, 0 min/);
    });
    expect(page.text).to.contain("Queue: 1 waiting");
    await darkroom().trainer.behave({ steps: 4 });
    await waiting.waitFor(/is trained/, { after: card, ...PATIENCE });
  });

  it("pauses and resumes; who starts a training meanwhile is told so, and it runs afterwards", async () => {
    const page = await openAdmin();
    await adminChat().tap(page, /Pause new/);
    expect(page.text).to.contain("New trainings are paused");
    const chat = newChat();
    const card = await startTraining(chat);
    expect(card.text).to.contain("paused").and.not.to.contain("starts in a moment");
    await darkroom().stop();
    await darkroom().start();
    const again = await openAdmin();
    expect(again.text).to.contain("New trainings are paused").and.to.contain("Queue: 1 waiting");
    const starts = (await darkroom().trainer.starts()).length;
    // Longer than a worker's poll.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await darkroom().trainer.starts()).to.have.lengthOf(starts);
    expect(card.text).to.contain("paused");
    await adminChat().tap(page, /Pause new/, { stale: true });
    expect(page.text, "an old button does what it says").to.contain("New trainings are paused");
    await adminChat().tap(again, /Resume new/);
    expect(again.text).not.to.contain("New trainings are paused");
    await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
  });

  it("is told once of a slot that fails three in a row, in each administrator's language, and pauses it", async () => {
    const admin = adminChat();
    const spanish = darkroom()
      .telegram.person({ id: SPANISH_ADMIN_ID, firstName: "Eva", languageCode: "es" })
      .privateChat();
    await spanish.ask("/admin", /Cola: vacía/);
    await openAdmin();
    const mark = admin.mark();
    const markEs = spanish.mark();
    await darkroom().trainer.behave({ exit: 71 });
    for (let failed = 0; failed < 4; failed++) await trainToEnd(newChat(), { name: "N & <x>" });
    const notice = await admin.waitFor(/fails one training after the other/, { after: mark, ...PATIENCE });
    expect(notice.text).to.contain("cpu").and.to.contain("In a row: 3").and.to.contain("N & <x>");
    expect(notice.text.match(/trainer-memory/g)).to.have.lengthOf(3);
    await spanish.waitFor(/falla un entrenamiento tras otro/, { after: markEs, ...PATIENCE });

    const page = await openAdmin();
    expect(page.text).to.contain("Failures in a row: 4");
    await admin.tap(page, /Failures/);
    expect(page.text.match(/N & <x> · tiny-sdxl · Anna · trainer-memory/g)).to.have.lengthOf(4);
    expect(page.buttons.filter((text) => text.includes("Train N & <x> again"))).to.have.lengthOf(4);
    await admin.tap(page, /Back/);
    expect(page.text).to.contain("Failures in a row");

    await admin.tap(notice, /Drain/);
    expect(notice.text, "what it says stays").to.contain("In a row: 3");
    expect(notice.buttons.join()).to.match(/Let .* work/);
    await admin.waitFor(/safe to switch off/, { after: notice, ...PATIENCE });
    const notices = admin.messages.filter(({ text }) => text.includes("one training after the other"));
    expect(notices).to.have.lengthOf(1);
    await admin.tap(notice, /Let .* work/);
    expect(notice.buttons.join()).to.match(/Drain/);
    await darkroom().trainer.behave({ steps: 4 });
    await trainToEnd(newChat());
    await admin.tap(page, /Refresh/);
    expect(page.text).not.to.contain("Failures in a row");
  });

  it("trains a failed one again for its owner, who sees it go on", async () => {
    await darkroom().trainer.behave({ exit: 70 });
    const chat = newChat();
    const failed = await trainToEnd(chat, { name: "Once more" });
    await darkroom().trainer.behave({ steps: 4 });
    const admin = adminChat();
    const page = await openAdmin();
    await admin.tap(page, /Failures/);
    await admin.tap(page, /Train Once more again/);
    await chat.waitFor(/is trained/, { after: failed, ...PATIENCE });
    expect(page.buttons.join()).not.to.contain("Once more");
    const any = await chat.ask("/help", /How it works/);
    expect((await chat.forgeTap(any, "a:retry:0:0123456789abcdef")).text).to.contain("Only administrators");
  });

  it("drains a worker: what runs ends, nothing new begins, and a message says when it may be switched off", async () => {
    await darkroom().trainer.behave({ steps: 100, hold: 3 });
    const admin = adminChat();
    const running = newChat();
    const card = await startTraining(running);
    await running.waitFor(/Step 2 of 100/, { timeoutMs: 15_000 });
    const page = await openAdmin();
    await admin.tap(page, /Drain/);
    expect(page.text).to.contain("Takes nothing new");
    const waiting = newChat();
    const waitingCard = await startTraining(waiting);
    const mark = admin.mark();
    await darkroom().trainer.behave({ steps: 4 });
    await running.waitFor(/is trained/, { after: card, ...PATIENCE });
    const drained = await admin.waitFor(/safe to switch off/, { after: mark, ...PATIENCE });
    expect(waitingCard.text).to.contain("Queued");
    await admin.tap(page, /Refresh/);
    expect(page.text).to.contain("Drained").and.to.contain("Queue: 1 waiting");
    await admin.tap(drained, /Let .* work/);
    await waiting.waitFor(/is trained/, { after: waitingCard, ...PATIENCE });
  });

  it("refuses its buttons to others, and answers to buttons of what is gone", async () => {
    const page = await openAdmin();
    const chat = newChat();
    const any = await chat.ask("/help", /How it works/);
    const data = page.keyboard.flat().map((button) => button.callback_data ?? "");
    expect(data).to.have.lengthOf(6);
    for (const forged of data) {
      expect((await chat.forgeTap(any, forged)).text).to.contain("Only administrators");
    }
    await adminChat().tap(page, /Refresh/);
    expect(page.text).not.to.contain("paused").and.not.to.contain("Takes nothing new");
    const gone = await adminChat().forgeTap(page, "a:drain:0:0123456789abcdef");
    expect(gone.text).to.contain("not there any more");
    const old = await adminChat().forgeTap(page, "a:reboot:0:");
    expect(old.text).to.contain("earlier message");
    adminChat().deleteMessage(page);
    const mark = adminChat().mark();
    await adminChat().tap(page, /Refresh/, { stale: true });
    await adminChat().waitFor(/Queue:/, { after: mark });
  });
});
