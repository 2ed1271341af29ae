import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpError, InputFile } from "grammy";
import { loadValidator } from "../../../support/telegram/schema/validator.js";
import { refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

describe("Telegram emulator: getUpdates", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  it("gives updates again until they are confirmed by an offset", async () => {
    const { telegram, api, chat } = rig;
    await chat.send("two");
    const first = await api.getUpdates();
    const again = await api.getUpdates();
    expect(first.map(({ message }) => message?.text)).to.deep.equal(["/start", "two"]);
    expect(again).to.deep.equal(first);
    expect(first[1]!.update_id).to.be.greaterThan(first[0]!.update_id);
    const rest = await api.getUpdates({ offset: first[1]!.update_id, limit: 1 });
    expect(rest.map(({ message }) => message?.text)).to.deep.equal(["two"]);
    await api.getUpdates({ offset: first[1]!.update_id + 1 });
    expect(telegram.pendingUpdates).to.equal(0);
  });

  it("forgets all but the last with a negative offset", async () => {
    const { api, chat } = rig;
    await chat.send("two");
    await chat.send("three");
    const updates = await api.getUpdates({ offset: -1 });
    expect(updates.map(({ message }) => message?.text)).to.deep.equal(["three"]);
  });

  it("holds a long poll until something comes", async () => {
    const { api, chat } = rig;
    const [start] = await api.getUpdates();
    const polling = api.getUpdates({ offset: start!.update_id + 1, timeout: 30 });
    await chat.send("later");
    expect((await polling).map(({ message }) => message?.text)).to.deep.equal(["later"]);
  });

  it("ends a poll with 409 when another one begins", async () => {
    const { api } = rig;
    const [start] = await api.getUpdates();
    const first = refusal(api.getUpdates({ offset: start!.update_id + 1, timeout: 30 }));
    const pollsAgain = async (): Promise<"still held"> => {
      expect(await api.getUpdates()).to.deep.equal([]);
      return "still held";
    };
    while ((await Promise.race([first, pollsAgain()])) === "still held");
    const refused = await first;
    expect(refused.error_code).to.equal(409);
    expect(refused.description).to.match(/^Conflict: terminated by other getUpdates request/);
  });

  it("gives everything to the next process when the bot is killed in the middle of its poll", async () => {
    const { telegram, api, chat } = rig;
    const [start] = await api.getUpdates();
    const url = `${telegram.apiRoot}/bot${telegram.token}/getUpdates?timeout=30&offset=${start!.update_id + 1}`;
    const program = `console.log("polling"); await fetch(${JSON.stringify(url)});`;
    const bot = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(bot.stdout, "data");
    bot.kill("SIGKILL");
    await once(bot, "exit");
    await chat.send("meanwhile");
    const updates = await api.getUpdates({ offset: start!.update_id + 1, timeout: 30 });
    expect(updates.map(({ message }) => message?.text)).to.deep.equal(["meanwhile"]);
    expect(await api.getUpdates({ offset: start!.update_id + 1 })).to.deep.equal(updates);
  });

  it("lets go of a poll whose connection was cut", async () => {
    const { telegram, api, chat } = rig;
    const [start] = await api.getUpdates();
    telegram.faults.dropConnection("getUpdates", { when: "after" });
    const polling = api.getUpdates({ offset: start!.update_id + 1, timeout: 30 });
    await chat.send("meanwhile");
    const cut = await polling.catch((error: unknown) => error);
    expect(cut).to.be.instanceOf(HttpError);
    const updates = await api.getUpdates({ offset: start!.update_id + 1, timeout: 30 });
    expect(updates.map(({ message }) => message?.text)).to.deep.equal(["meanwhile"]);
  });

  it("sends only the types that the bot asked for", async () => {
    const { api, chat } = rig;
    const message = await chat.send("x");
    chat.react(message, "👍");
    await api.getUpdates({ allowed_updates: ["message_reaction"] });
    chat.react(message, "🔥");
    await chat.send("not wanted");
    const types = (await api.getUpdates()).flatMap((update) => Object.keys(update).slice(1));
    expect(types).to.deep.equal(["message", "message", "message_reaction"]);
  });

  it("makes updates that fit the Bot API's own description", async () => {
    const { telegram, api, anna, chat } = rig;
    const validator = await loadValidator();
    await api.getUpdates({
      allowed_updates: [
        "message",
        "edited_message",
        "callback_query",
        "message_reaction",
        "my_chat_member",
        "pre_checkout_query",
      ],
    });
    const ben = telegram.person({ id: 77, firstName: "Ben", lastName: "B", username: "benjamin" });
    const group = telegram.group({ title: "Group", members: [anna, ben] });
    await ben.in(group).send("/train@darkroom_emulated_bot");
    const text = await chat.send("x", { forwardedFrom: "Somebody" });
    chat.editText(text, "y");
    chat.react(text, "👍");
    await chat.reply(text, "z");
    await chat.sendContact("+100", "Ben");
    await chat.sendVoice(Buffer.from("voice"), 3);
    await chat.sendVideo(Buffer.from("video"), { width: 10, height: 10, duration: 1, fileName: "v.mp4" });
    await chat.sendDocument(Buffer.from("doc"), {
      fileName: "d.txt",
      caption: "c",
      forwardedFrom: { id: 9, firstName: "Z" },
    });
    await api.sendDocument(chat.id, new InputFile(Buffer.from("x"), "x.txt"), {
      reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] },
    });
    const tapped = chat.tap(chat.lastFromBot()!, "A");
    group.kickBot(ben);
    chat.blockBot();
    const updates = await api.getUpdates();
    expect(updates).to.have.lengthOf(13);
    for (const update of updates) expect(validator.faultIn("TelegramUpdate", update)).to.equal(null);
    const query = updates.find(({ callback_query }) => callback_query)!.callback_query!;
    await api.answerCallbackQuery(query.id);
    await tapped;
  });
});

describe("Telegram emulator: webhooks", () => {
  let rig: Rig;
  let bot: Server;
  let received: { text: string | undefined; secret: unknown }[];
  let failures: number;
  let answerWith: string;

  beforeEach(async () => {
    rig = await startRig({ limits: "off", webhookRetryMs: 5 });
    received = [];
    failures = 0;
    answerWith = "";
    bot = createServer((request, response) => {
      void (async () => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        if (failures > 0) {
          failures -= 1;
          response.writeHead(500).end();
          return;
        }
        const update = JSON.parse(body) as { message?: { text?: string } };
        received.push({
          text: update.message?.text,
          secret: request.headers["x-telegram-bot-api-secret-token"],
        });
        response.writeHead(200, { "content-type": "application/json" }).end(answerWith);
      })();
    });
    await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    await rig.telegram.close();
    bot.closeAllConnections();
    await new Promise((resolve) => bot.close(resolve));
  });

  const address = (): string => `http://127.0.0.1:${(bot.address() as AddressInfo).port}/hook`;

  async function delivered(count: number): Promise<void> {
    while (received.length < count || rig.telegram.pendingUpdates > 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it("delivers what was waiting and what comes, in order, with the secret token", async () => {
    const { api, chat } = rig;
    await api.setWebhook(address(), { secret_token: "s3cret_-" });
    for (const text of ["1", "2", "3"]) await chat.send(text);
    await delivered(4);
    expect(received.map(({ text }) => text)).to.deep.equal(["/start", "1", "2", "3"]);
    expect(new Set(received.map(({ secret }) => secret))).to.deep.equal(new Set(["s3cret_-"]));
  });

  it("delivers again after failures and tells of the last error", async () => {
    const { api } = rig;
    failures = 3;
    await api.setWebhook(address());
    await delivered(1);
    expect(received.map(({ text }) => text)).to.deep.equal(["/start"]);
    const info = await api.getWebhookInfo();
    expect(info.last_error_message).to.match(/500/);
    expect(info.pending_update_count).to.equal(0);
  });

  it("runs a method written into the answer", async () => {
    const { api, chat } = rig;
    answerWith = JSON.stringify({ method: "sendMessage", chat_id: chat.id, text: "from the answer" });
    await api.setWebhook(address());
    await chat.waitFor(/from the answer/);
  });

  it("refuses getUpdates while it is set, and bad addresses and secrets", async () => {
    const { api } = rig;
    await api.setWebhook(address());
    expect((await refusal(api.getUpdates())).error_code).to.equal(409);
    await api.deleteWebhook();
    await api.getUpdates();
    expect((await refusal(api.setWebhook("http://example.org/hook"))).description).to.match(
      /An HTTPS URL must be provided/,
    );
    expect((await refusal(api.setWebhook("https://example.org:3001/"))).description).to.match(
      /only on ports 80, 88, 443 or 8443/,
    );
    expect((await refusal(api.setWebhook(address(), { secret_token: "a b" }))).description).to.match(
      /unallowed characters/,
    );
  });
});
