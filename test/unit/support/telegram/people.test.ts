import { expect } from "chai";
import { Bot, InlineKeyboard, Keyboard } from "grammy";
import { afterEach, beforeEach, describe, it } from "mocha";
import { refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return expect.fail("nothing went wrong");
}

describe("Telegram emulator: people", () => {
  let rig: Rig;
  let bot: Bot;
  let running: Promise<void>;

  beforeEach(async () => {
    rig = await startRig();
    bot = new Bot(rig.telegram.token, { client: { apiRoot: rig.telegram.apiRoot } });
  });
  afterEach(async () => {
    await bot.stop();
    await running;
    await rig.telegram.close();
  });

  const start = (): void => {
    running = bot.start();
  };

  const card = new InlineKeyboard()
    .text("Done", "done")
    .text("Keep", "keep")
    .row()
    .url("Page", "https://example.org/");

  it("ask and get their answer", async () => {
    bot.command("train", (ctx) => ctx.reply("Which name?"));
    start();
    const asked = await rig.chat.ask("/train", /name/);
    expect(asked.fromBot).to.equal(true);
    expect(rig.chat.lastFromBot()?.id).to.equal(asked.id);
  });

  it("tap a button by its text, a pattern or a predicate and get the bot's answer", async () => {
    bot.on("callback_query:data", (ctx) =>
      ctx.answerCallbackQuery({
        text: ctx.callbackQuery.data,
        show_alert: ctx.callbackQuery.data === "keep",
      }),
    );
    start();
    const { api, chat } = rig;
    await api.sendMessage(chat.id, "card", { reply_markup: card });
    const message = chat.lastFromBot()!;
    expect(await chat.tap(message, "Done")).to.include({ text: "done", alert: false });
    expect(await chat.tap(message, /^k/i)).to.include({ text: "keep", alert: true });
    expect(await chat.tap(message, ({ url }) => url !== undefined)).to.include({
      url: "https://example.org/",
    });
    expect(await chat.forgeTap(message, "forged")).to.include({ text: "forged" });
  });

  it("learn that there is no such button, that the bot is silent, or that the message is gone", async () => {
    const seen: unknown[] = [];
    bot.on("callback_query", (ctx) => void seen.push(ctx.callbackQuery.message));
    start();
    const { api, chat } = rig;
    const sent = await api.sendMessage(chat.id, "card", { reply_markup: card });
    const message = chat.lastFromBot()!;
    expect((await failure(chat.tap(message, "Dome"))).message).to.match(
      /no button Dome; it has \[ Done \] \[ Keep \]/,
    );
    expect((await failure(chat.tap(message, "Done", { timeoutMs: 50 }))).message).to.match(
      /did not answer the tap "done"/,
    );
    await api.editMessageText(chat.id, sent.message_id, "closed");
    expect((await failure(chat.tap(message, "Done"))).message).to.match(/it has no buttons/);
    await failure(chat.tap(message, "Done", { stale: true, timeoutMs: 50 }));
    await api.deleteMessage(chat.id, sent.message_id);
    expect((await failure(chat.tap(message, "Done"))).message).to.match(/was deleted/);
    await failure(chat.tap(message, "Done", { stale: true, timeoutMs: 100 }));
    expect(seen.at(-1)).to.include({ message_id: sent.message_id, date: 0 });
  });

  it("wait for a message or an edit, only later ones where told, and read the chat when it does not come", async () => {
    start();
    const { api, chat } = rig;
    const sent = await api.sendMessage(chat.id, "Step 1 of 60");
    const before = await chat.waitFor(/Step 1/);
    const later = chat.waitFor(/Step/, { after: before });
    await api.editMessageText(chat.id, sent.message_id, "Step 2 of 60");
    expect((await later).text).to.equal("Step 2 of 60");
    const error = await failure(chat.waitFor(/Step/, { after: chat.mark(), timeoutMs: 20 }));
    expect(error.message).to.match(
      /no message fits \/Step\/ within 20 ms[^]*Anna .*│ \/start\nDarkroom .*│ Step 2 of 60/,
    );
  });

  it("send a flood in order, each once", async () => {
    const seen: string[] = [];
    bot.on("message:text", (ctx) => void seen.push(ctx.msg.text));
    start();
    const texts = Array.from({ length: 200 }, (_, n) => `photo ${n}`);
    const sent = await Promise.all(texts.map((text) => rig.chat.send(text)));
    expect(sent.map(({ text }) => text)).to.deep.equal(texts);
    await rig.telegram.person({ id: 8, firstName: "Last" }).privateChat().send("end");
    while (!seen.includes("end")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).to.deep.equal(["/start", ...texts, "end"]);
  });

  it("edit and delete what they sent, and react", async () => {
    const edited: (string | undefined)[] = [];
    bot.on("edited_message", (ctx) => void edited.push(ctx.editedMessage.text));
    start();
    const { chat } = rig;
    const message = await chat.send("one");
    chat.editText(message, "two");
    expect([message.text, message.edits]).to.deep.equal(["two", ["one"]]);
    chat.deleteMessage(message);
    expect(chat.messages.map(({ text }) => text)).to.deep.equal(["/start"]);
    await rig.telegram.person({ id: 8, firstName: "Last" }).privateChat().send("end");
    while (rig.telegram.pendingUpdates > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(edited).to.deep.equal(["two"]);
  });

  it("press the keys under the input field until the bot takes them away", async () => {
    start();
    const { api, chat } = rig;
    await api.sendMessage(chat.id, "x", {
      reply_markup: new Keyboard().text("Yes").text("No").row().text("Later"),
    });
    expect(chat.replyKeyboard).to.deep.equal([["Yes", "No"], ["Later"]]);
    expect((await chat.pressKey("No")).text).to.equal("No");
    await api.sendMessage(chat.id, "x", { reply_markup: { remove_keyboard: true } });
    expect(chat.replyKeyboard).to.deep.equal([]);
    expect(() => chat.pressKey("No")).to.throw("no key");
  });

  it("tell the bot when they block it, and cannot write to it then", async () => {
    const standings: string[] = [];
    bot.on("my_chat_member", (ctx) => void standings.push(ctx.myChatMember.new_chat_member.status));
    start();
    const { chat } = rig;
    chat.blockBot();
    expect((await failure(chat.send("x"))).message).to.match(/blocked the bot/);
    chat.unblockBot();
    await chat.send("x");
    while (rig.telegram.pendingUpdates > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(standings).to.deep.equal(["kicked", "member"]);
  });
});

describe("Telegram emulator: callback queries", () => {
  it("are answered once, in time, and not if they are unknown", async () => {
    const { telegram, api, chat } = await startRig();
    const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    await api.sendMessage(chat.id, "x", { reply_markup: new InlineKeyboard().text("A", "a") });
    const ask = async (): Promise<string> => {
      chat.tap(chat.lastFromBot()!, "A").catch(() => undefined); // this test answers for the bot, or does not
      const updates = await api.getUpdates({ offset: -1 });
      return updates[0]!.callback_query!.id;
    };
    const first = await ask();
    await api.answerCallbackQuery(first);
    expect((await refusal(api.answerCallbackQuery(first))).description).to.equal(tooOld);
    const second = await ask();
    telegram.advanceClock(61_000);
    expect((await refusal(api.answerCallbackQuery(second))).description).to.equal(tooOld);
    expect((await refusal(api.answerCallbackQuery("12345"))).description).to.equal(tooOld);
    expect(
      (await refusal(api.answerCallbackQuery(await ask(), { text: "x".repeat(201) }))).description,
    ).to.match(/MESSAGE_TOO_LONG/);
    await telegram.close();
  });
});

describe("Telegram emulator: groups", () => {
  it("show the bot what is meant for it, count ids on their own and keep out who is not in them", async () => {
    const { telegram, api, anna } = await startRig();
    const ben = telegram.person({ id: 77, firstName: "Ben" });
    const group = telegram.group({ title: "Friends", members: [anna] });
    expect(() => ben.in(group)).to.throw('Ben is not in "Friends"');
    const chat = anna.in(group);
    await chat.send("just talking");
    await chat.send("/train@another_bot");
    await chat.send("/train");
    const sent = await api.sendMessage(group.id, "answer");
    expect(sent.message_id).to.equal(4);
    await chat.reply(chat.lastFromBot()!, "to the bot");
    const seen = (await api.getUpdates()).map(({ message }) => message?.text);
    expect(seen).to.deep.equal(["/start", "/train", "to the bot"]);
    expect((await api.getChatMember(group.id, anna.id)).status).to.equal("creator");
    expect((await api.getChatMember(group.id, ben.id)).status).to.equal("left");
    expect((await refusal(api.deleteMessage(group.id, 1))).description).to.equal(
      "Bad Request: message can't be deleted",
    );
    group.kickBot(anna);
    expect((await refusal(api.sendMessage(group.id, "x"))).description).to.equal(
      "Forbidden: bot was kicked from the supergroup chat",
    );
    group.addBot(anna, true);
    await chat.send("now it hears everything");
    expect((await api.getUpdates({ offset: -1 }))[0]!.message?.text).to.equal("now it hears everything");
    await api.leaveChat(group.id);
    expect((await refusal(api.sendMessage(group.id, "x"))).description).to.match(
      /bot is not a member of the supergroup chat/,
    );
    await telegram.close();
  });
});
