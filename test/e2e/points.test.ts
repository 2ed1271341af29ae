import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { audit } from "../../src/core/points/audit.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { beginAnother, goTo, PROMPTS, startTraining, tapFor } from "../support/train-by-chat.js";

const PRICES = JSON.stringify({ "tiny-sdxl": { start: 20, image: 0, minute: 0 } });

describe("trainings that cost points", () => {
  const darkroom = useDarkroom(startInProcess, {
    env: { PRICING: "on", PRICES, WELCOME_POINTS: "50" },
  });

  it("are paid when they are done, by the step when they are stopped, and not when they fail", async function () {
    this.timeout(60_000);
    const { telegram, trainer } = darkroom();
    const person = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" });
    const chat = person.privateChat();

    const card = await goTo(chat, "confirming");
    expect(card.text)
      .to.contain("Price: 20 points at most; 30 stay yours")
      .and.to.contain("you pay for the steps done, 2 points at least");
    const running = await tapFor(chat, card, /Start/, /🎞/);
    const done = await chat.waitFor(/is trained/, { after: running });
    expect(done.text).to.contain("Paid: 20 points");

    await trainer.behave({ exit: 71 });
    const failing = await startTraining(chat, { name: "Fails" });
    const failed = await chat.waitFor(/could not be trained/, { after: failing });
    expect(failed.text)
      .to.contain("Nothing was charged: the 20 points that were held are yours again.")
      .and.to.contain("Going on costs 20 points at most.");

    await trainer.behave({ steps: 50, hold: 26 });
    const held = await startTraining(chat, { name: "Stops" });
    await chat.waitFor(/Step 25 of 50/, { timeoutMs: 20_000 });
    await chat.tap(held, /Stop/);
    await chat.tap(held, /Stop now|Yes/);
    const stopped = await chat.waitFor(/is stopped/, { after: held, timeoutMs: 20_000 });
    // The record knows of a step some seconds late.
    const [, paid, back] = /Paid for the steps done: (\d+) points; (\d+) are yours again/.exec(stopped.text)!;
    expect(Number(paid)).to.be.within(2, 10);
    expect(Number(paid) + Number(back)).to.equal(20);
    expect(stopped.text).to.contain(`Going on costs ${back!} points at most.`);

    await trainer.behave({ steps: 50 });
    const mark = chat.mark();
    await chat.tap(stopped, /Continue/);
    const whole = await chat.waitFor(/is trained/, { after: mark, timeoutMs: 20_000 });
    expect(whole.text).to.contain(`Paid: ${back!} points`);

    const dear = await goTo(chat, "confirming", { name: "Dear" });
    expect(dear.text).to.contain("you have 10, so 10 are missing");
    await tapFor(chat, dear, /Start/, /You need 20 points for this and have 10/);
    expect((await chat.ask("/train", /open draft/)).text).to.contain("Dear");
  });

  it("leave books that are right", async () => {
    const stores = await openSqlite(join(darkroom().dataFolder, "darkroom.sqlite"));
    try {
      const { faults, open, balance, common } = await audit(stores.ledger);
      expect(faults).to.deep.equal([]);
      expect([...open.keys()]).to.deep.equal([]);
      expect(balance).to.deep.equal({ available: 10, held: 0 });
      expect(common).to.include({ gifts: -50, revenue: 40 });
    } finally {
      await stores.close();
    }
  });

  it("show their price with each base model, and nothing of points where nothing costs anything", async () => {
    const chat = darkroom()
      .telegram.person({ id: 7_001, firstName: "Ben", languageCode: "en" })
      .privateChat();
    const offers = await goTo(chat, "base-model");
    expect(offers.text).to.contain("💰 20 points at most").and.to.contain("💰 free");
    await darkroom().stop();
    await darkroom().start({ PRICING: "off" });
    await beginAnother(chat);
    const again = await chat.ask("Other", PROMPTS.trigger);
    expect(again.text).not.to.contain("💰");
    const plain = await chat.ask("r3xx", PROMPTS["base-model"]);
    expect(plain.text).not.to.contain("💰");
  });
});
