import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { audit } from "../../src/core/points/audit.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { PersonChat } from "../support/telegram/index.js";
import { beginAnother, goTo, PROMPTS, startTraining, tapFor } from "../support/train-by-chat.js";

const ADMIN_ID = 911;
const PRICES = JSON.stringify({ "tiny-sdxl": { start: 20, image: 0, minute: 0 } });

describe("trainings that cost points", () => {
  const darkroom = useDarkroom(startInProcess, {
    env: { PRICING: "on", PRICES, WELCOME_POINTS: "50", ADMIN_IDS: `${ADMIN_ID}` },
  });

  let chat: PersonChat;

  it("are paid when they are done, by the step when they are stopped, and not when they fail", async function () {
    this.timeout(60_000);
    const { telegram, trainer } = darkroom();
    const person = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" });
    chat = person.privateChat();

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

  it("are given back by an administrator, by the number on their page, once", async () => {
    const { telegram } = darkroom();
    const admin = telegram.person({ id: ADMIN_ID, firstName: "Root", languageCode: "ru" }).privateChat();
    const page = async (name: RegExp): Promise<string> => {
      const list = await chat.ask("/trainings", /Your/);
      await chat.tap(list, name);
      await eventually(() => expect(list.text).to.match(/Number: \S+/));
      return /Number: (\S+)/.exec(list.text)![1]!;
    };
    const done = await page(/Rex/);
    const mark = chat.mark();
    await admin.ask("/refund x y", /номер покупки или тренировки/);
    await admin.ask(`/refund ${await page(/Fails/)}`, /ничего не стоила/);
    await admin.ask(`/refund ${done}`, /Возвращено за эту тренировку: 20 баллов \(5472638766\)/);
    await admin.ask(`/refund ${done}`, /За эту тренировку уже вернули: 20 баллов/);
    await chat.waitFor(/Rex: the operator gave you back what this training cost, 20 points/, {
      after: mark,
    });
    const statement = await chat.ask("/points", /Points: 30\n/);
    expect(statement.text).to.contain("+20 · Rex: the operator gave back what it cost");
    const log = await admin.ask("/admin", /Очередь|очередь/);
    await admin.tap(log, /Журнал/);
    await eventually(() => expect(log.text).to.contain(`вернул 5472638766 стоимость тренировки ${done}`));
    expect((await chat.ask(`/refund ${done}`, () => true)).text).to.equal(
      (await chat.ask("/nonsense", () => true)).text,
    );
  });

  it("leave books that are right", async () => {
    const stores = await openSqlite(join(darkroom().dataFolder, "darkroom.sqlite"));
    try {
      const { faults, open, balance, common } = await audit(stores.ledger);
      expect(faults).to.deep.equal([]);
      expect([...open.keys()]).to.deep.equal([]);
      expect(balance).to.deep.equal({ available: 30, held: 0 });
      expect(common).to.include({ gifts: -50, revenue: 20 });
    } finally {
      await stores.close();
    }
  });

  it("show their price with each base model, and nothing of points where nothing costs anything", async () => {
    const ben = darkroom().telegram.person({ id: 7_001, firstName: "Ben", languageCode: "en" }).privateChat();
    const offers = await goTo(ben, "base-model");
    expect(offers.text).to.contain("💰 20 points at most").and.to.contain("💰 free");
    await darkroom().stop();
    await darkroom().start({ PRICING: "off" });
    await beginAnother(ben);
    const again = await ben.ask("Other", PROMPTS.trigger);
    expect(again.text).not.to.contain("💰");
    const plain = await ben.ask("r3xx", PROMPTS["base-model"]);
    expect(plain.text).not.to.contain("💰");
  });
});
