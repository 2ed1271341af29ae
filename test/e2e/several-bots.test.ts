import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { eventually } from "../support/eventually.js";
import { Fleet, onOneHost, type Member } from "../support/fleet.js";
import type { PersonChat } from "../support/telegram/index.js";
import { PROMPTS, trainToEnd } from "../support/train-by-chat.js";
import { WebhookSender } from "../support/webhook-sender.js";

/** A lease of 12 s, 2 s until somebody looks, and a machine that is busy with other tests. */
const TAKEOVER = { timeoutMs: 40_000 };
const WEBHOOK = { BOT_MODE: "webhook", PUBLIC_URL: "https://darkroom.invalid" };

describe("several processes of one bot", function () {
  this.timeout(240_000);
  let fleet: Fleet;
  let people = 0;

  before("start them", async function () {
    fleet = await Fleet.gather(this, onOneHost);
    await fleet.start("a", { WORKER_NAME: "a" });
    await fleet.bot("b");
  });
  afterEach("show the logs of a failed test", function () {
    if (this.currentTest?.state === "failed") process.stderr.write(`${fleet.logTail()}\n`);
  });
  after("end them", () => fleet.disband());

  function newChat(): PersonChat {
    const id = ++people;
    return fleet.around.telegram.person({ id, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  function member(name: string): Member {
    return fleet.members.get(name)!;
  }

  function said(name: string, text: string): number {
    return member(name).log.filter((line) => line.includes(text)).length;
  }

  it("answer once, and do not take each other's updates", async () => {
    const chat = newChat();
    await trainToEnd(chat);
    const texts = chat.messages.filter(({ fromBot }) => fromBot).map(({ text }) => text);
    expect(texts.filter((text) => text.includes("is trained"))).to.have.length(1);
    expect(texts.filter((text) => PROMPTS.naming.test(text))).to.have.length(1);
    expect(said("a", "could not get updates") + said("b", "could not get updates")).to.equal(0);
    expect([said("a", "this process leads"), said("b", "this process leads")]).to.deep.equal([1, 0]);
  });

  it("go on where a killed one was: the other answers, and brings what is owed, once", async () => {
    const { trainer } = fleet.around;
    await trainer.behave({ steps: 20, hold: 10 });
    const chat = newChat();
    const ended = trainToEnd(chat, { name: "Max" });
    await eventually(() => expect(chat.messages.some(({ text }) => text.startsWith("🎞"))).to.equal(true));
    await eventually(async () => expect((await trainer.starts()).length).to.equal(2));
    await member("a").kill();
    const other = newChat();
    await other.ask("/train", PROMPTS.subject, TAKEOVER);
    await fleet.start("a", { WORKER_NAME: "a" });
    await trainer.behave({ steps: 20 });
    expect((await ended).text).to.contain("Max is trained");
    expect(chat.messages.filter(({ text }) => text.includes("is trained"))).to.have.length(1);
    expect(other.messages.filter(({ fromBot }) => fromBot)).to.have.length(1);
    expect(said("a", "standing by"), "the one that came back").to.equal(1);
  });

  it("hand over at once when the leader is stopped in order", async () => {
    await member("b").stop();
    await newChat().ask("/train", PROMPTS.subject, TAKEOVER);
    expect(said("a", "this process leads")).to.equal(1);
    await fleet.bot("b");
  });

  it("follow a frozen leader, which does nothing when it wakes", async () => {
    member("a").freeze();
    const chat = newChat();
    await chat.ask("/train", PROMPTS.subject, TAKEOVER);
    await chat.ask("person", PROMPTS.naming);
    await chat.ask("Rex", PROMPTS.trigger);
    member("a").wake();
    await eventually(() => expect(said("a", "leads no more")).to.equal(1));
    await chat.ask("ohwxrex", PROMPTS["base-model"]);
    expect(chat.messages.filter(({ fromBot }) => fromBot)).to.have.length(4);
    // And it is there again when it is needed.
    await member("b").kill();
    await newChat().ask("/train", PROMPTS.subject, TAKEOVER);
    expect(said("a", "an update could not be handled")).to.equal(0);
  });

  it("are not two under one worker's name", async () => {
    const failure = await fleet.start("c", { WORKER_NAME: "a" }).then(
      () => "started",
      (error: unknown) => String(error),
    );
    expect(failure).to.contain("Darkroom ended with 1").and.to.contain("WORKER_NAME");
  });
});

describe("several processes of one bot, by webhook", function () {
  this.timeout(240_000);
  let fleet: Fleet;

  before("start them", async function () {
    fleet = await Fleet.gather(this, onOneHost, WEBHOOK);
    await fleet.bot("a");
    await fleet.bot("b");
  });
  afterEach("show the logs of a failed test", function () {
    if (this.currentTest?.state === "failed") process.stderr.write(`${fleet.logTail()}\n`);
  });
  after("end them", () => fleet.disband());

  it("take updates in wherever they come, and one of them answers, in their order", async () => {
    const { telegram } = fleet.around;
    const senders = ["a", "b"].map((name) => new WebhookSender(telegram, fleet.members.get(name)!.url));
    const chat = telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    let number = 0;
    const deliver = async (text: string): Promise<void> => {
      const body = { ...senders[0]!.update(await chat.send(text)) };
      // The balancer in front takes turns, and delivers again what it was not sure of.
      for (const sender of number++ % 2 === 0 ? [senders[1]!, senders[0]!] : [senders[0]!, senders[1]!]) {
        expect(await sender.post(body)).to.equal(200);
      }
    };
    await deliver("/train");
    await chat.waitFor(PROMPTS.subject);
    await deliver("person");
    await deliver("Rex");
    await deliver("ohwxrex");
    // No worker has joined them: the base model's step says so.
    await chat.waitFor(/Nothing that could train/);
    const answers = chat.messages.filter(({ fromBot }) => fromBot).map(({ text }) => text);
    expect(answers).to.have.length(4);
    expect(answers[2]).to.match(PROMPTS.trigger);
  });

  it("go on when the one that answered is killed", async () => {
    const { telegram } = fleet.around;
    await fleet.members.get("a")!.kill();
    const chat = telegram.person({ id: 2, firstName: "Bob", languageCode: "en" }).privateChat();
    const sender = new WebhookSender(telegram, fleet.members.get("b")!.url);
    const update = { ...sender.update(await chat.send("/train")), update_id: 999_000_000 };
    expect(await sender.post(update)).to.equal(200);
    await chat.waitFor(PROMPTS.subject, TAKEOVER);
  });
});
