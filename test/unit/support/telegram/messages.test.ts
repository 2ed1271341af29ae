import { expect } from "chai";
import { InlineKeyboard, InputFile, InputMediaBuilder } from "grammy";
import { afterEach, beforeEach, describe, it } from "mocha";
import { postJson, refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

describe("Telegram emulator: messages of the bot", () => {
  let rig: Rig;
  const id = (): number => rig.chat.id;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  const described = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).description;

  it("refuses chats that it does not know, that have not started it, and people who blocked it or are gone", async () => {
    const { telegram, api, anna, chat } = rig;
    telegram.person({ id: 2, firstName: "Silent" });
    expect(await described(api.sendMessage(1, "x"))).to.equal("Bad Request: chat not found");
    expect(await described(api.sendMessage(2, "x"))).to.equal(
      "Forbidden: bot can't initiate conversation with a user",
    );
    chat.blockBot();
    const blocked = await refusal(api.sendMessage(id(), "x"));
    expect([blocked.error_code, blocked.description]).to.deep.equal([
      403,
      "Forbidden: bot was blocked by the user",
    ]);
    chat.unblockBot();
    await api.sendMessage(id(), "x");
    anna.deactivate();
    expect(await described(api.sendMessage(id(), "x"))).to.equal("Forbidden: user is deactivated");
  });

  it("refuses empty and long texts, bad entities and replies to nothing", async () => {
    const { api } = rig;
    expect(await described(api.sendMessage(id(), " "))).to.equal("Bad Request: message text is empty");
    expect(await described(api.sendMessage(id(), "x".repeat(4097)))).to.equal(
      "Bad Request: message is too long",
    );
    expect(await described(api.sendMessage(id(), "a < b", { parse_mode: "HTML" }))).to.match(
      /can't parse entities/,
    );
    const reply_parameters = { message_id: 9999 };
    expect(await described(api.sendMessage(id(), "x", { reply_parameters }))).to.match(
      /message to be replied not found/,
    );
    await api.sendMessage(id(), "x", {
      reply_parameters: { ...reply_parameters, allow_sending_without_reply: true },
    });
  });

  it("refuses buttons that Telegram refuses", async () => {
    const { api } = rig;
    const send = (reply_markup: InlineKeyboard): Promise<unknown> =>
      api.sendMessage(id(), "x", { reply_markup });
    await send(
      new InlineKeyboard()
        .text("A", "é".repeat(32))
        .url("B", "https://example.org")
        .url("C", "tg://user?id=1"),
    );
    expect(await described(send(new InlineKeyboard().text("A", "é".repeat(33))))).to.equal(
      "Bad Request: BUTTON_DATA_INVALID",
    );
    for (const url of [
      "http://localhost:3000/x",
      "http://127.0.0.1/x",
      "http://[::1]/",
      "http://exa mple.org",
      "nonsense",
    ]) {
      expect(await described(send(new InlineKeyboard().url("A", url)))).to.equal(
        `Bad Request: inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`,
      );
    }
    expect(await described(send(new InlineKeyboard().url("A", "ftp://example.org/")))).to.match(
      /Unsupported URL protocol/,
    );
    const plain = { inline_keyboard: [[{ text: "A" }]] };
    const answer = await postJson(rig.telegram, "sendMessage", {
      chat_id: id(),
      text: "x",
      reply_markup: plain,
    });
    expect(answer.body["description"]).to.match(/text buttons are unallowed/);
    const wide = new InlineKeyboard();
    for (let i = 0; i < 101; i += 1) wide.text("A", "a").row();
    expect(await described(send(wide))).to.equal("Bad Request: reply markup is too long");
  });

  it("edits its own text, and refuses an edit that changes nothing", async () => {
    const { api, chat } = rig;
    const reply_markup = new InlineKeyboard().text("A", "a");
    const sent = await api.sendMessage(id(), "one", { reply_markup });
    expect(await described(api.editMessageText(id(), sent.message_id, "one", { reply_markup }))).to.match(
      /^Bad Request: message is not modified: /,
    );
    await api.editMessageText(id(), sent.message_id, "<b>two</b>", { parse_mode: "HTML" });
    const now = chat.lastFromBot()!;
    expect([now.text, now.html, now.edits, now.buttons]).to.deep.equal(["two", "<b>two</b>", ["one"], []]);
    expect(now.raw.edit_date).to.be.a("number");
    await api.editMessageReplyMarkup(id(), sent.message_id, { reply_markup });
    expect(now.buttons).to.deep.equal(["A"]);
    expect(await described(api.editMessageReplyMarkup(id(), sent.message_id, { reply_markup }))).to.match(
      /not modified/,
    );
  });

  it("refuses edits of messages that are missing, the person's, or of another kind", async () => {
    const { api, chat } = rig;
    const own = await chat.send("mine");
    const photo = await api.sendDocument(id(), new InputFile(Buffer.from("x"), "x.txt"), { caption: "c" });
    const text = await api.sendMessage(id(), "t");
    expect(await described(api.editMessageText(id(), 99999, "x"))).to.equal(
      "Bad Request: message to edit not found",
    );
    expect(await described(api.editMessageText(id(), own.id, "x"))).to.equal(
      "Bad Request: message can't be edited",
    );
    expect(await described(api.editMessageText(id(), photo.message_id, "x"))).to.match(
      /there is no text in the message to edit/,
    );
    expect(await described(api.editMessageCaption(id(), text.message_id, { caption: "x" }))).to.match(
      /there is no caption/,
    );
    await api.editMessageCaption(id(), photo.message_id, { caption: "d" });
    expect(chat.messages.find((message) => message.id === photo.message_id)?.text).to.equal("d");
  });

  it("puts other media in a message's place", async () => {
    const { api, chat } = rig;
    const sent = await api.sendDocument(id(), new InputFile(Buffer.from("one"), "1.txt"), { caption: "c" });
    await api.editMessageMedia(
      id(),
      sent.message_id,
      InputMediaBuilder.document(new InputFile(Buffer.from("other"), "2.txt")),
    );
    const now = chat.lastFromBot()!;
    expect(now.media).to.include({ fileName: "2.txt", size: 5 });
    expect(now.text).to.equal("");
    expect(now.edits).to.deep.equal(["c"]);
  });

  it("deletes its own messages, the person's in a private chat, and none that is gone or too old", async () => {
    const { telegram, api, chat } = rig;
    const own = await chat.send("mine");
    const sent = await api.sendMessage(id(), "x");
    const old = await api.sendMessage(id(), "old");
    await api.deleteMessages(id(), [own.id, sent.message_id, 99999]);
    expect(chat.messages.map(({ text }) => text)).to.deep.equal(["/start", "old"]);
    expect(await described(api.deleteMessage(id(), sent.message_id))).to.equal(
      "Bad Request: message to delete not found",
    );
    telegram.advanceClock(49 * 3_600_000);
    expect(await described(api.deleteMessage(id(), old.message_id))).to.equal(
      "Bad Request: message can't be deleted",
    );
  });

  it("sends albums of two to ten, files apart from photos", async () => {
    const { api, chat } = rig;
    const document = (n: number) =>
      InputMediaBuilder.document(new InputFile(Buffer.from(`file ${n}`), `${n}.txt`));
    const sent = await api.sendMediaGroup(id(), [document(1), document(2), document(3)]);
    expect(sent).to.have.lengthOf(3);
    expect(new Set(chat.messages.slice(-3).map(({ mediaGroupId }) => mediaGroupId)).size).to.equal(1);
    expect(chat.messages.slice(-3).map(({ media }) => media?.fileName)).to.deep.equal([
      "1.txt",
      "2.txt",
      "3.txt",
    ]);
    expect(await described(api.sendMediaGroup(id(), [document(1)]))).to.match(/2-10 items/);
    const eleven = Array.from({ length: 11 }, (_, n) => document(n));
    expect(await described(api.sendMediaGroup(id(), eleven))).to.match(/2-10 items/);
    const mixed = [document(1), InputMediaBuilder.photo(new InputFile(Buffer.from("x"), "x.png"))];
    expect(await described(api.sendMediaGroup(id(), mixed as never))).to.match(/can't be mixed/);
  });

  it("copies and forwards", async () => {
    const { api, chat } = rig;
    const source = await chat.sendDocument(Buffer.from("data"), { fileName: "d.txt", caption: "words" });
    await api.copyMessage(id(), id(), source.id, { caption: "other" });
    expect(chat.lastFromBot()?.text).to.equal("other");
    expect(chat.lastFromBot()?.media?.fileName).to.equal("d.txt");
    const forwarded = await api.forwardMessage(id(), id(), source.id);
    expect(forwarded.forward_origin).to.deep.include({ type: "user" });
    expect(forwarded.caption).to.equal("words");
    expect(await described(api.copyMessage(id(), id(), 99999))).to.equal(
      "Bad Request: message to copy not found",
    );
  });

  it("reacts with one allowed emoji", async () => {
    const { api, chat } = rig;
    const message = await chat.send("look");
    await api.setMessageReaction(id(), message.id, [{ type: "emoji", emoji: "👍" }]);
    expect([...message.reactions.values()]).to.deep.equal([[{ type: "emoji", emoji: "👍" }]]);
    const wrong = await postJson(rig.telegram, "setMessageReaction", {
      chat_id: id(),
      message_id: message.id,
      reaction: [{ type: "emoji", emoji: "🦖" }],
    });
    expect(wrong.body["description"]).to.match(/invalid parameter "reaction" at 0.emoji/);
    const two = [{ type: "emoji", emoji: "👍" } as const, { type: "emoji", emoji: "👎" } as const];
    expect(await described(api.setMessageReaction(id(), message.id, two))).to.equal(
      "Bad Request: REACTIONS_TOO_MANY",
    );
  });

  it("knows the chat actions and no others", async () => {
    const { telegram, api } = rig;
    const actions: string[] = [];
    telegram.on("chatAction", ({ action }) => actions.push(action));
    await api.sendChatAction(id(), "upload_photo");
    const wrong = await postJson(telegram, "sendChatAction", { chat_id: id(), action: "dancing" });
    expect(wrong.body["description"]).to.match(/invalid parameter "action"/);
    expect(actions).to.deep.equal(["upload_photo"]);
  });

  it("pins and unpins, and tells getChat", async () => {
    const { api } = rig;
    const sent = await api.sendMessage(id(), "x");
    await api.pinChatMessage(id(), sent.message_id);
    expect((await api.getChat(id())).pinned_message?.message_id).to.equal(sent.message_id);
    await api.unpinChatMessage(id());
    expect((await api.getChat(id())).pinned_message).to.equal(undefined);
    expect(await described(api.unpinChatMessage(id()))).to.equal("Bad Request: message to unpin not found");
  });
});
