import { expect } from "chai";
import { GrammyError, HttpError } from "grammy";
import { afterEach, beforeEach, describe, it } from "mocha";
import { refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

async function connectionFailure(call: Promise<unknown>): Promise<HttpError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  return expect.fail("the connection held");
}

describe("Telegram emulator: planned faults", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  const texts = (): string[] => rig.chat.messages.filter(({ fromBot }) => fromBot).map(({ text }) => text);

  it("refuse the next matching calls, as often as told", async () => {
    const { telegram, api, chat } = rig;
    const flood = { errorCode: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 };
    telegram.faults.failNext("sendMessage", { ...flood, times: 2 });
    telegram.faults.failNext(({ params }) => params["text"] === "special", {
      errorCode: 500,
      description: "Internal Server Error",
    });
    const first = await refusal(api.sendMessage(chat.id, "a"));
    expect([first.error_code, first.parameters.retry_after]).to.deep.equal([429, 3]);
    await refusal(api.sendMessage(chat.id, "b"));
    await api.sendMessage(chat.id, "c");
    expect((await refusal(api.sendMessage(chat.id, "special"))).error_code).to.equal(500);
    expect(texts()).to.deep.equal(["c"]);
    expect(telegram.calls.map(({ ok }) => ok)).to.deep.equal([false, false, true, false]);
  });

  it("answer with a proxy's page", async () => {
    const { telegram, chat } = rig;
    telegram.faults.badGateway("sendMessage");
    const url = `${telegram.apiRoot}/bot${telegram.token}/sendMessage`;
    const answer = await fetch(`${url}?chat_id=${chat.id}&text=x`);
    expect([answer.status, answer.headers.get("content-type")]).to.deep.equal([502, "text/html"]);
    expect(await answer.text()).to.match(/^<html>/);
    expect(texts()).to.deep.equal([]);
  });

  it("cut the connection before the call is read, or when it has taken effect", async () => {
    const { telegram, api, chat } = rig;
    telegram.faults.dropConnection("sendMessage");
    await connectionFailure(api.sendMessage(chat.id, "lost"));
    expect(texts()).to.deep.equal([]);
    telegram.faults.dropConnection("sendMessage", { when: "after" });
    await connectionFailure(api.sendMessage(chat.id, "there all the same"));
    expect(texts()).to.deep.equal(["there all the same"]);
  });

  it("let a call wait for its answer", async () => {
    const { telegram, api, chat } = rig;
    telegram.faults.hang("sendMessage", 100);
    let answered = false;
    const call = api.sendMessage(chat.id, "slow").then(() => {
      answered = true;
    });
    await chat.waitFor(/slow/);
    expect(answered).to.equal(false);
    await call;
  });

  it("break a download in its middle", async () => {
    const { telegram, api, chat } = rig;
    const { raw } = await chat.sendDocument(Buffer.alloc(500_000), { fileName: "x.bin" });
    const { file_path = "" } = await api.getFile(raw.document!.file_id);
    const url = `${telegram.apiRoot}/file/bot${telegram.token}/${file_path}`;
    telegram.faults.dropConnection("download", { when: "after" });
    const answer = await fetch(url);
    expect(answer.headers.get("content-length")).to.equal("500000");
    let broken = false;
    await answer.arrayBuffer().catch(() => {
      broken = true;
    });
    expect(broken).to.equal(true);
    expect(await (await fetch(url)).arrayBuffer()).to.have.property("byteLength", 500_000);
  });

  it("cut every connection during an outage, and none after it", async () => {
    const { telegram, api, chat } = rig;
    const [start] = await api.getUpdates();
    const held = connectionFailure(api.getUpdates({ offset: start!.update_id + 1, timeout: 30 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    telegram.faults.outage(150);
    await held;
    await connectionFailure(api.getMe());
    await connectionFailure(api.sendMessage(chat.id, "x"));
    await new Promise((resolve) => setTimeout(resolve, 160));
    await api.sendMessage(chat.id, "back");
    expect(texts()).to.deep.equal(["back"]);
  });

  it("are forgotten by a reset, with messages, updates and calls", async () => {
    const { telegram, api, chat } = rig;
    await api.sendMessage(chat.id, "x");
    telegram.faults.failNext("getMe", { errorCode: 500, description: "x", times: 100 });
    await telegram.reset();
    await api.getMe();
    expect([chat.messages.length, telegram.pendingUpdates, telegram.calls.length]).to.deep.equal([0, 0, 1]);
    expect((await refusal(api.sendMessage(chat.id, "x"))).error_code).to.equal(403);
    await chat.sendDocument(Buffer.from("x"), { fileName: "x.txt" });
    await api.sendMessage(chat.id, "y");
  });
});

describe("Telegram emulator: rate limits", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig({ limits: "telegram" });
  });
  afterEach(() => rig.telegram.close());

  async function sendUntilRefused(chatId: number): Promise<{ sent: number; retryAfter: number }> {
    for (let sent = 0; sent < 100; sent += 1) {
      try {
        await rig.api.sendMessage(chatId, "x");
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        const { retry_after: retryAfter = 0 } = error.parameters;
        expect(error.error_code).to.equal(429);
        expect(error.description).to.equal(`Too Many Requests: retry after ${retryAfter}`);
        return { sent, retryAfter };
      }
    }
    return expect.fail("never refused");
  }

  it("hold after a burst in a private chat, and let go after the time they name", async () => {
    const { sent, retryAfter } = await sendUntilRefused(rig.chat.id);
    expect(sent).to.be.within(20, 25);
    expect(retryAfter).to.equal(1);
    rig.telegram.advanceClock(retryAfter * 1000);
    await rig.api.sendMessage(rig.chat.id, "x");
  });

  it("count messages and edits in a group, 20 a minute", async () => {
    const { telegram, api, anna } = rig;
    const group = telegram.group({ title: "Friends", members: [anna] });
    const sent = await api.sendMessage(group.id, "0");
    for (let edit = 1; edit < 20; edit += 1) {
      telegram.advanceClock(100);
      await api.editMessageText(group.id, sent.message_id, String(edit));
    }
    const refused = await refusal(api.editMessageText(group.id, sent.message_id, "x"));
    expect(refused.error_code).to.equal(429);
    expect(refused.parameters.retry_after).to.be.within(1, 3);
    telegram.advanceClock(60_000);
    expect((await sendUntilRefused(group.id)).sent).to.be.within(20, 21);
  });

  it("count every item of an album", async () => {
    const { api, chat } = rig;
    const { raw } = await chat.sendDocument(Buffer.from("x"), { fileName: "x.txt" });
    const media = Array.from({ length: 10 }, () => ({
      type: "document" as const,
      media: raw.document!.file_id,
    }));
    await api.sendMediaGroup(chat.id, media);
    await api.sendMediaGroup(chat.id, media);
    expect((await refusal(api.sendMediaGroup(chat.id, media))).parameters.retry_after).to.be.within(9, 10);
  });

  it("hold over all chats together at 30 a second", async () => {
    const { telegram } = rig;
    let refusedAt = 0;
    for (let n = 1; n <= 60 && refusedAt === 0; n += 1) {
      const chat = telegram.person({ id: n, firstName: "P" }).privateChat();
      await chat.send("/start");
      await rig.api.sendMessage(chat.id, "x").catch(() => (refusedAt = n));
    }
    expect(refusedAt).to.be.within(31, 60);
  });
});
