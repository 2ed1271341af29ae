import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { postJson, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

describe("Telegram emulator: HTTP", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  it("refuses a wrong token and an unknown method", async () => {
    const { telegram } = rig;
    const wrong = await postJson(telegram, "getMe", {}, "1:wrong");
    expect(wrong).to.deep.equal({
      status: 401,
      body: { ok: false, error_code: 401, description: "Unauthorized" },
    });
    expect((await postJson(telegram, "getYou", {})).body).to.deep.equal({
      ok: false,
      error_code: 404,
      description: "Not Found",
    });
  });

  it("takes GET with a query, urlencoded and multipart values, reading numbers and JSON from strings", async () => {
    const { telegram, chat } = rig;
    const url = `${telegram.apiRoot}/bot${telegram.token}/sendMessage`;
    const markup = JSON.stringify({ inline_keyboard: [[{ text: "A", callback_data: "a" }]] });
    const values = {
      chat_id: String(chat.id),
      text: "12345",
      reply_markup: markup,
      disable_notification: "true",
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    const query = new URLSearchParams(values);
    const answers = [
      await fetch(`${url}?${query.toString()}`),
      await fetch(url, { method: "POST", body: query }),
      await fetch(url, { method: "POST", body: form }),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(
      chat.messages.filter(({ fromBot }) => fromBot).map(({ text, buttons }) => [text, ...buttons]),
    ).to.deep.equal(Array(3).fill(["12345", "A"]));
  });

  it("takes an upload under the parameter's own name", async () => {
    const { telegram, chat } = rig;
    const form = new FormData();
    form.set("chat_id", String(chat.id));
    form.set("document", new File(["hello"], "hello.txt"));
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/sendDocument`, { method: "POST", body: form });
    expect(chat.lastFromBot()?.media).to.include({
      kind: "document",
      fileName: "hello.txt",
      size: 5,
      mimeType: "text/plain",
    });
  });

  it("names the parameter that is unknown, missing or of a wrong type", async () => {
    const { telegram, chat } = rig;
    const description = async (body: object): Promise<unknown> => {
      const answer = await postJson(telegram, "sendMessage", body);
      expect(answer.status).to.equal(400);
      return answer.body["description"];
    };
    expect(await description({ chat_id: chat.id, text: "a", textt: 1 })).to.equal(
      'Bad Request: unknown parameter "textt"',
    );
    expect(await description({ chat_id: chat.id })).to.equal('Bad Request: parameter "text" is required');
    expect(await description({ chat_id: chat.id, text: 5 })).to.equal(
      'Bad Request: invalid parameter "text": must be string',
    );
    const button = { text: "A", callback_data: "a", colour: "red" };
    expect(
      await description({ chat_id: chat.id, text: "a", reply_markup: { inline_keyboard: [[button]] } }),
    ).to.equal(
      'Bad Request: invalid parameter "reply_markup" at inline_keyboard.0.0: must NOT have additional properties ("colour")',
    );
  });

  it("refuses a body that is no JSON object", async () => {
    const { telegram } = rig;
    const answer = await fetch(`${telegram.apiRoot}/bot${telegram.token}/sendMessage`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "[1, 2",
    });
    expect(await answer.json()).to.include({ ok: false, error_code: 400 });
  });

  it("says loudly which methods of the schema it does not emulate, after checking their parameters", async () => {
    const { telegram, chat } = rig;
    const poll = { chat_id: chat.id, question: "?", options: [{ text: "a" }, { text: "b" }] };
    expect((await postJson(telegram, "sendPoll", poll)).body["description"]).to.equal(
      "Bad Request: not emulated: method sendPoll",
    );
    expect((await postJson(telegram, "sendPoll", {})).body["description"]).to.match(/is required/);
  });

  it("keeps a record of every call with its outcome", async () => {
    const { telegram, api, chat } = rig;
    await api.sendMessage(chat.id, "hello");
    await postJson(telegram, "sendMessage", { chat_id: 1, text: "hello" });
    const outcomes = telegram.calls.map(({ method, ok, error }) => [method, ok, error?.description]);
    expect(outcomes).to.deep.equal([
      ["sendMessage", true, undefined],
      ["sendMessage", false, "Bad Request: chat not found"],
    ]);
    expect(telegram.calls[0]?.params).to.deep.equal({ chat_id: chat.id, text: "hello" });
  });
});
