import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";

const ADMIN_ID = 940;

describe("points and Stars", () => {
  const darkroom = useDarkroom(startInProcess, {
    env: {
      PRICING: "on",
      STAR_PACKS: "100=100, 550=500",
      WELCOME_POINTS: "5",
      SUPPORT_CONTACT: "help@example.org <Anna>",
      ADMIN_IDS: `${ADMIN_ID}`,
    },
  });
  let people = 94_000;

  const newChat = (languageCode = "en"): PersonChat =>
    darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  const adminChat = (): PersonChat =>
    darkroom().telegram.person({ id: ADMIN_ID, firstName: "Root", languageCode: "en" }).privateChat();

  /** Taps a pack; gives its invoice. */
  async function invoice(chat: PersonChat, pack: RegExp): Promise<ChatMessage> {
    const packs = await chat.ask("/buy", /⭐/);
    await chat.tap(packs, pack);
    return chat.waitFor(({ raw }) => raw.invoice !== undefined, { after: packs });
  }

  async function paid(chat: PersonChat, message: ChatMessage, options = {}) {
    const result = await chat.pay(message, options);
    if (!result.ok) throw new Error(`the bot refused: ${result.error}`);
    return result;
  }

  const refundCalls = (chargeId: string): number =>
    darkroom().telegram.calls.filter(
      ({ method, params }) =>
        method === "refundStarPayment" && params["telegram_payment_charge_id"] === chargeId,
    ).length;

  it("are bought once for each payment, and told of in a statement and as CSV", async () => {
    const chat = newChat();
    expect((await chat.ask("/start buy", /Points for Telegram Stars/)).buttons).to.deep.equal([
      "100 points · 100 ⭐",
      "550 points · 500 ⭐",
    ]);
    const bill = await invoice(chat, /550/);
    expect(bill.raw.invoice).to.include({ title: "550 points", currency: "XTR", total_amount: 500 });
    expect(await newChat("es").pay(bill)).to.include({
      ok: false,
      error: "Esta oferta era para otra persona. /buy te hace una a ti.",
    });
    const { chargeId, deliver } = await paid(chat, bill);
    const receipt = await chat.waitFor(/Thank you! 550 points for 500 Stars/, { after: bill });
    expect(receipt.text).to.contain("Points now: 555").and.to.contain(chargeId);
    deliver();
    expect(await chat.pay(bill))
      .to.include({ ok: false })
      .and.to.have.property("error")
      .that.contains("bought");
    const statement = await chat.ask("/points", /Points: 555/);
    expect(statement.text).to.match(
      new RegExp(`[+]550 · Bought for 500 Stars, receipt ${chargeId}\n.*[+]5 · A gift to begin with$`),
    );
    expect(statement.text.match(/Bought/g)).to.have.lengthOf(1);
    expect(chat.messages.filter(({ text }) => text.includes("Thank you"))).to.have.lengthOf(1);
    await chat.tap(statement, "📄 Export");
    await eventually(() => expect(statement.text).to.contain("Which month"));
    await chat.tap(statement, statement.buttons[0]!);
    const file = await chat.waitFor(({ media }) => media?.fileName?.endsWith(".csv") === true);
    const rows = (await readFile(file.media!.path, "utf8")).trimEnd().split("\r\n");
    expect(rows.map((row) => row.split(",").slice(1).join(","))).to.deep.equal([
      "kind,points,balance,reference",
      "gift,5,5,welcome",
      `purchase,550,555,${chargeId}`,
    ]);
    await chat.tap(statement, "⬅️ Back");
    await eventually(() => expect(statement.text).to.contain("Points: 555"));
  });

  it("are not credited for an offer that is gone: the Stars go back by themselves", async () => {
    const chat = newChat("es");
    const bill = await invoice(chat, /100/);
    const { chargeId, deliver } = await paid(chat, bill, { hold: true });
    const forget = await chat.ask("/forget", /Borrar/);
    await chat.tap(forget, /Sí/);
    await eventually(() => expect(forget.text).to.contain("quedan en los libros del operador"));
    deliver();
    const told = await chat.waitFor(/no se han abonado/, { after: bill });
    expect(told.text).to.contain("100 estrellas").and.to.contain(chargeId);
    await eventually(() => expect(refundCalls(chargeId)).to.equal(1));
    deliver();
    expect((await chat.ask("/points", /Puntos/)).text).to.contain("Puntos: 5\n");
    await eventually(() => expect(darkroom().telegram.pendingUpdates).to.equal(0));
    expect(refundCalls(chargeId)).to.equal(1);
  });

  it("are taken back, once, by an administrator and by Telegram; spent ones are not paid back", async () => {
    const chat = newChat("ru");
    const first = await paid(chat, await invoice(chat, /100/));
    await chat.waitFor(/Начислено: 100 баллов\. Оплачено: 100 звёзд/);
    const admin = adminChat();
    await admin.ask("/refund", /number behind it/);
    await admin.ask("/refund nonsense", /no purchase and no training with this number/);
    const mark = chat.mark();
    await admin.ask(
      `/refund ${first.chargeId}`,
      /Taken back: 100 points.*On their way back to them: 100 Stars/,
    );
    await chat.waitFor(/Вам вернули: 100 звёзд\. Купленных на них баллов больше нет: 100 баллов/, {
      after: mark,
    });
    expect(refundCalls(first.chargeId)).to.equal(1);
    first.deliver();
    expect((await chat.ask("/points", /Баллы/)).text).to.contain("Баллы: 5\n");
    const second = await paid(chat, await invoice(chat, /550/));
    await chat.waitFor(/Начислено: 550 баллов/);
    second.refund();
    await chat.waitFor(/Вам вернули: 500 звёзд/);
    expect((await chat.ask("/points", /Баллы/)).text).to.match(/Баллы: 5\n[^]*Возврат: 500 звёзд/);
    expect((await chat.ask("/refund x", () => true)).text).to.equal(
      (await chat.ask("/nonsense", () => true)).text,
    );
  });

  it("come with terms, help with payments and the operator's contact", async () => {
    const chat = newChat();
    for (const command of ["/terms", "/paysupport"])
      expect((await chat.ask(command, /Contact/)).html).to.contain("help@example.org &lt;Anna&gt;");
    expect((await chat.ask("/help", /How it works/)).text).to.contain("/buy");
    const menu = await chat.ask("/start", /trains image models/);
    await chat.tap(menu, "💎 Points");
    await chat.waitFor(/Points: 5/, { after: menu });
    await eventually(() => {
      const lists = darkroom().telegram.calls.filter(({ method }) => method === "setMyCommands");
      const own = lists.filter(({ params }) => JSON.stringify(params["commands"]).includes('"paysupport"'));
      expect(own).to.have.lengthOf(6);
    });
  });

  it("go back by themselves where nothing is sold any more, and nobody is let pay then", async () => {
    const chat = newChat("es");
    const credited = await paid(chat, await invoice(chat, /550/));
    await chat.waitFor(/550 puntos/);
    const late = await paid(chat, await invoice(chat, /100/), { hold: true });
    const open = await invoice(chat, /550/);
    await darkroom().stop();
    await darkroom().start({ PRICING: "off" });
    expect(await chat.pay(open)).to.include({
      ok: false,
      error: "Aquí ya no se vende nada. No se ha pagado nada.",
    });
    late.deliver();
    const told = await chat.waitFor(/Has pagado 100 estrellas, pero aquí ya no se vende nada/, {
      after: open,
    });
    expect(told.text)
      .to.contain(late.chargeId)
      .and.not.to.match(/puntos|\/paysupport/);
    await eventually(() => expect(refundCalls(late.chargeId)).to.equal(1));
    late.deliver();
    credited.refund();
    await eventually(() => expect(darkroom().telegram.pendingUpdates).to.equal(0));
    expect(refundCalls(late.chargeId)).to.equal(1);
    expect(chat.transcript(), "nothing is said of points").not.to.contain("ya no están");
    await darkroom().stop();
    await darkroom().start({ PRICING: "on" });
    expect((await chat.ask("/points", /Puntos: 5\n/)).text).to.contain("Devolución: 500 estrellas");
  });
});
