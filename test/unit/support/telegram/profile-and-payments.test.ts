import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

describe("Telegram emulator: the bot's profile", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  it("tells the bot who it is", async () => {
    const me = await rig.api.getMe();
    expect(me).to.include({ id: 7_400_000_001, is_bot: true, username: "darkroom_emulated_bot" });
  });

  it("keeps commands by scope and language", async () => {
    const { api } = rig;
    const english = [{ command: "train", description: "Train a model" }];
    const spanish = [{ command: "train", description: "Entrenar un modelo" }];
    const scope = { type: "all_private_chats" } as const;
    await api.setMyCommands(english);
    await api.setMyCommands(spanish, { language_code: "es", scope });
    expect(await api.getMyCommands()).to.deep.equal(english);
    expect(await api.getMyCommands({ language_code: "es", scope })).to.deep.equal(spanish);
    expect(await api.getMyCommands({ language_code: "es" })).to.deep.equal([]);
    await api.deleteMyCommands();
    expect(await api.getMyCommands()).to.deep.equal([]);
  });

  it("refuses commands that Telegram refuses", async () => {
    const { api } = rig;
    const described = async (command: string, description: string): Promise<string> =>
      (await refusal(api.setMyCommands([{ command, description }]))).description;
    expect(await described("Train", "x")).to.equal("Bad Request: BOT_COMMAND_INVALID");
    expect(await described("x".repeat(33), "x")).to.equal("Bad Request: BOT_COMMAND_INVALID");
    expect(await described("train", "x".repeat(257))).to.equal(
      "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    );
    const many = Array.from({ length: 101 }, (_, n) => ({ command: `c${n}`, description: "x" }));
    expect((await refusal(api.setMyCommands(many))).description).to.equal(
      "Bad Request: BOT_COMMANDS_TOO_MUCH",
    );
  });

  it("keeps names, descriptions and menu buttons", async () => {
    const { api, chat } = rig;
    await api.setMyName("Cuarto oscuro", { language_code: "es" });
    expect((await api.getMyName({ language_code: "es" })).name).to.equal("Cuarto oscuro");
    expect((await api.getMyName()).name).to.equal("Darkroom");
    await api.setMyDescription("long");
    await api.setMyShortDescription("short");
    expect((await api.getMyDescription({ language_code: "ru" })).description).to.equal("long");
    expect((await api.getMyShortDescription()).short_description).to.equal("short");
    expect((await refusal(api.setMyShortDescription("x".repeat(121)))).error_code).to.equal(400);
    await api.setChatMenuButton({ chat_id: chat.id, menu_button: { type: "commands" } });
    expect(await api.getChatMenuButton({ chat_id: chat.id })).to.deep.equal({ type: "commands" });
  });
});

describe("Telegram emulator: payments in Stars", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  const invoice = (): Promise<unknown> =>
    rig.api.sendInvoice(rig.chat.id, "100 points", "For training", "pack-100", "XTR", [
      { label: "100 points", amount: 50 },
    ]);

  /** Answers the next pre-checkout query as the bot would. */
  async function answerCheckout(ok: boolean, error_message?: string): Promise<void> {
    const [update] = await rig.api.getUpdates({ offset: -1 });
    const { id, invoice_payload, total_amount } = update!.pre_checkout_query!;
    expect([invoice_payload, total_amount]).to.deep.equal(["pack-100", 50]);
    await rig.api.answerPreCheckoutQuery(id, ok, error_message === undefined ? {} : { error_message });
  }

  it("ask the bot, charge the person and tell the bot", async () => {
    const { api, chat } = rig;
    await invoice();
    const message = chat.lastFromBot()!;
    expect(message.buttons).to.deep.equal(["Pay ⭐️50"]);
    const paying = chat.pay(message);
    await answerCheckout(true);
    const paid = await paying;
    if (!paid.ok) return expect.fail(paid.error);
    const [update] = await api.getUpdates({ offset: -1 });
    expect(update!.message?.successful_payment).to.include({
      currency: "XTR",
      total_amount: 50,
      invoice_payload: "pack-100",
      telegram_payment_charge_id: paid.chargeId,
    });
    const { transactions } = await api.getStarTransactions();
    expect(transactions.map(({ id, amount }) => [id, amount])).to.deep.equal([[paid.chargeId, 50]]);
    expect((await api.getMyStarBalance()).amount).to.equal(50);
  });

  it("end without a charge where the bot refuses or is silent", async () => {
    const { api, chat } = rig;
    await invoice();
    const refused = chat.pay(chat.lastFromBot()!);
    await answerCheckout(false, "The offer has ended");
    expect(await refused).to.deep.equal({ ok: false, error: "The offer has ended" });
    const error: unknown = await chat
      .pay(chat.lastFromBot()!, { timeoutMs: 20 })
      .catch((reason: unknown) => reason);
    expect(error)
      .to.have.property("message")
      .that.matches(/did not answer the pre-checkout query/);
    expect((await api.getMyStarBalance()).amount).to.equal(0);
  });

  it("refuse an answer that comes too late", async () => {
    const { telegram, api, chat } = rig;
    await invoice();
    chat.pay(chat.lastFromBot()!, { timeoutMs: 50 }).catch(() => undefined); // nobody answers in time here
    const [update] = await api.getUpdates({ offset: -1 });
    telegram.advanceClock(10_001);
    const late = api.answerPreCheckoutQuery(update!.pre_checkout_query!.id, true);
    expect((await refusal(late)).description).to.match(/query is too old/);
  });

  it("can come late and come twice", async () => {
    const { api, chat } = rig;
    await invoice();
    const paying = chat.pay(chat.lastFromBot()!, { hold: true });
    await answerCheckout(true);
    const paid = await paying;
    if (!paid.ok) return expect.fail(paid.error);
    const [query] = await api.getUpdates();
    expect(await api.getUpdates({ offset: query!.update_id + 1 })).to.deep.equal([]);
    paid.deliver();
    paid.deliver();
    const updates = await api.getUpdates();
    expect(
      updates.map(({ message }) => message?.successful_payment?.telegram_payment_charge_id),
    ).to.deep.equal([paid.chargeId, paid.chargeId]);
    expect(updates[0]!.message!.message_id).to.equal(updates[1]!.message!.message_id);
  });

  it("are given back once, to whom they belong", async () => {
    const { api, anna, chat } = rig;
    await invoice();
    const paying = chat.pay(chat.lastFromBot()!);
    await answerCheckout(true);
    const paid = await paying;
    if (!paid.ok) return expect.fail(paid.error);
    expect((await refusal(api.refundStarPayment(1, paid.chargeId))).description).to.equal(
      "Bad Request: CHARGE_NOT_FOUND",
    );
    await api.refundStarPayment(anna.id, paid.chargeId);
    expect((await refusal(api.refundStarPayment(anna.id, paid.chargeId))).description).to.equal(
      "Bad Request: CHARGE_ALREADY_REFUNDED",
    );
    expect(
      (await api.getUpdates({ offset: -1 }))[0]!.message?.refunded_payment?.telegram_payment_charge_id,
    ).to.equal(paid.chargeId);
    expect((await api.getMyStarBalance()).amount).to.equal(0);
    expect((await api.getStarTransactions()).transactions).to.have.lengthOf(2);
  });

  it("refuse invoices that Telegram refuses", async () => {
    const { api, chat } = rig;
    const send = (payload: string, amount: number, parts = 1): Promise<unknown> =>
      api.sendInvoice(
        chat.id,
        "t",
        "d",
        payload,
        "XTR",
        Array.from({ length: parts }, () => ({ label: "l", amount })),
      );
    expect((await refusal(send("é".repeat(65), 1))).description).to.equal(
      "Bad Request: INVOICE_PAYLOAD_INVALID",
    );
    expect((await refusal(send("p", 0))).description).to.equal("Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID");
    expect((await refusal(send("p", 1, 2))).description).to.equal("Bad Request: STARS_INVOICE_INVALID");
    expect(
      (await refusal(api.sendInvoice(chat.id, "t", "d", "p", "EUR", [{ label: "l", amount: 1 }])))
        .description,
    ).to.match(/not emulated/);
  });
});
