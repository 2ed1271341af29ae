import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { startAsProcess, useDarkroom, type DarkroomProcess } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { mongoHarness, type MongoHarness } from "../support/mongo-harness.js";

const PATIENCE = { timeoutMs: 20_000 };

const ENV = { PRICING: "on", STAR_PACKS: "100=100", SUPPORT_CONTACT: "@root" };

describe("kill -9 while somebody pays", () => {
  describe("with the books in SQLite", () => {
    creditsOrGivesBack(useDarkroom(startAsProcess, { env: ENV }));
  });

  describe("with the books in MongoDB", () => {
    let mongo: MongoHarness | undefined;
    before("make a database", async function () {
      mongo = await mongoHarness(this);
    });
    creditsOrGivesBack(
      useDarkroom((options) =>
        startAsProcess({ ...options, env: { ...ENV, MONGODB_URI: mongo?.uri ?? "" } }),
      ),
    );
    after("drop the database", async () => {
      await mongo?.dispose();
    });
  });
});

function creditsOrGivesBack(darkroom: () => DarkroomProcess): void {
  it("credits one payment and gives the other back, each once", async function () {
    this.timeout(120_000);
    const { telegram } = darkroom();
    const chat = telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    const packs = await chat.ask("/buy", /Points for/);
    await chat.tap(packs, /100/);
    const bill = await chat.waitFor(({ raw }) => raw.invoice !== undefined);
    // Both are agreed to, since neither is paid yet.
    const [first, second] = [await chat.pay(bill, { hold: true }), await chat.pay(bill, { hold: true })];
    if (!first.ok || !second.ok) throw new Error("the bot refused a payment");
    first.deliver();
    await darkroom().kill();
    await darkroom().start();
    await chat.waitFor(/Thank you/, PATIENCE);
    // Telegram gives the Stars back, and the bot never hears of it.
    telegram.faults.dropConnection("refundStarPayment", { when: "after" });
    second.deliver();
    const refunds = () => telegram.calls.filter(({ method }) => method === "refundStarPayment");
    await eventually(() => expect(refunds()).to.not.have.lengthOf(0), PATIENCE.timeoutMs);
    await darkroom().kill();
    await darkroom().start();
    await eventually(
      () => expect(refunds().at(-1)?.error?.description).to.contain("CHARGE_ALREADY_REFUNDED"),
      PATIENCE.timeoutMs,
    );
    for (const { deliver } of [first, second]) deliver();
    await eventually(() => expect(telegram.pendingUpdates).to.equal(0), PATIENCE.timeoutMs);
    expect((await chat.ask("/points", /Points: 100\n/)).text.match(/Bought/g)).to.have.lengthOf(1);
    const charges = refunds().map(({ params }) => params["telegram_payment_charge_id"]);
    expect(new Set(charges)).to.deep.equal(new Set([second.chargeId]));
  });
}
