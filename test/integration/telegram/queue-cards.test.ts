import { expect } from "chai";
import type { Api } from "grammy";
import { afterEach, beforeEach, describe, it } from "mocha";
import { fileURLToPath } from "node:url";
import sinon from "sinon";
import type { Training } from "../../../src/core/training/model.js";
import { ProgressCards } from "../../../src/integrations/telegram/progress-card.js";
import { QueueCards } from "../../../src/integrations/telegram/queue-cards.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { CPU, eachTestInAHouse } from "../../support/core-house.js";
import { activeTraining, queuedTraining, sampleUser } from "../../support/stored-samples.js";
import { settle } from "../../support/turns.js";

const LOCALES = fileURLToPath(new URL("../../../locales", import.meta.url));

/** Takes what the cards say to Telegram. */
class RecordingApi {
  readonly said: string[] = [];
  edits = 0;
  fail = false;

  sendMessage(_chatId: number, html: string) {
    this.said.push(html);
    return Promise.resolve({ message_id: this.said.length });
  }

  editMessageText(_chatId: number, messageId: number, html: string) {
    this.edits += 1;
    this.said[messageId - 1] = html;
    return this.fail ? Promise.reject(new Error("away")) : Promise.resolve(true);
  }
}

describe("the cards of those who wait", () => {
  const house = eachTestInAHouse();
  let timers: sinon.SinonFakeTimers;
  let api: RecordingApi;
  let cards: ProgressCards;
  let queue: QueueCards;
  let running: Training;

  beforeEach(async () => {
    const { clock, logger, stores } = house();
    api = new RecordingApi();
    cards = new ProgressCards({
      // The cards use these two methods of it.
      api: api as unknown as Api,
      keyValues: stores.keyValues,
      users: stores.users,
      texts: new Texts(LOCALES),
      clock,
      logger,
      pictures: house().service.pictures,
      isPaused: () => Promise.resolve(false),
    });
    queue = new QueueCards({ outlook: house().outlook, cards, clock, logger });
    timers = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const progress = { phase: "train", step: 0, steps: 100, etaSeconds: 1195 } as const;
    const job = { workerId: "worker-1", slotId: CPU.id, leaseUntil: 1 };
    running = activeTraining(job, { ownerId: "telegram:9", progress, updatedAt: clock.now() });
    await stores.trainings.insert(running);
  });
  afterEach(() => {
    queue.close();
    cards.close();
    timers.restore();
  });

  async function wait(ownerId: string): Promise<Training> {
    const quote = { images: 3, steps: 120, minutes: 1, ahead: 0, waitMinutes: 20 };
    const training = queuedTraining(house().clock.now(), { ownerId, quote });
    house().clock.time += 1000;
    await house().stores.trainings.insert(training);
    await cards.open(training);
    return training;
  }

  async function pass(ms: number): Promise<void> {
    house().clock.time += ms;
    await timers.tickAsync(ms);
    await settle(40);
  }

  it("count down while time goes by, and are edited only where they say something else", async () => {
    await wait("telegram:1");
    await wait("telegram:2");
    queue.open();
    await pass(0);
    expect(api.said[0]).to.contain("Queued; it is next. Starts in about 20 min.");
    expect(api.said[1]).to.contain("Queued; one training goes first. Starts in about 20 min.");
    expect(api.edits, "the first was right already").to.equal(1);
    await pass(60_000);
    expect(api.edits).to.equal(1);
    for (let minute = 0; minute < 4; minute += 1) await pass(60_000);
    expect(api.said[0]).to.contain("Starts in about 15 min.");
    expect(api.edits).to.equal(3);
  });

  it("are told when the order changes, at most every 30 s", async () => {
    const first = await wait("telegram:1");
    await wait("telegram:2");
    queue.open();
    await pass(0);
    const edits = api.edits;
    await house().stores.trainings.save({ ...first, status: "CANCELLED", endedAt: house().clock.now() });
    queue.onEvent({ type: "notice", training: first });
    queue.onEvent({ type: "moved", training: first, from: "QUEUED", seconds: 1 });
    await pass(29_000);
    expect(api.edits).to.equal(edits);
    await pass(1000);
    expect(api.said[1]).to.contain("Queued; it is next.");
    expect(api.edits).to.equal(edits + 1);
  });

  it("speak the person's language", async () => {
    await house().stores.users.remember(sampleUser({ id: "telegram:1", locale: "es" }));
    await house().stores.users.remember(sampleUser({ id: "telegram:2", locale: "ru" }));
    await wait("telegram:1");
    await wait("telegram:2");
    queue.open();
    await pass(0);
    expect(api.said[0]).to.contain("es el siguiente. Empieza en aproximadamente 20 min.");
    expect(api.said[1]).to.contain("впереди 1 тренировка. Начнётся примерно через 20 мин.");
  });

  it("are left alone once the training has begun, or ended", async () => {
    const first = await wait("telegram:1");
    const second = await wait("telegram:2");
    cards.onEvent({ type: "moved", training: { ...first, status: "PREPARING" }, from: "QUEUED", seconds: 1 });
    await cards.finish({ ...second, status: "CANCELLED" });
    await pass(0);
    expect(api.said[0]).to.contain("Preparing your photos");
    queue.open();
    await pass(0);
    expect(api.said[0]).to.contain("Preparing your photos");
    expect(api.said[1]).to.contain("Stopped");
  });

  it("are edited twenty at a time, and go on when one cannot be", async () => {
    for (let person = 0; person < 45; person += 1) await wait(`telegram:${100 + person}`);
    await house().stores.trainings.save({ ...running, status: "FAILED", endedAt: house().clock.now() });
    queue.open();
    api.fail = true;
    await pass(0);
    await settle(400);
    expect(api.edits).to.equal(20);
    api.fail = false;
    await pass(60_000);
    await settle(400);
    expect(api.edits).to.equal(40);
    expect(house().logger.entries.filter(({ level }) => level === "warn")).to.have.lengthOf(20);
  });

  it("wait for a database that is away", async () => {
    await wait("telegram:1");
    house().trainings.fail("listByStatus", 1);
    queue.open();
    await pass(0);
    expect(house().logger.entries.some(({ message }) => message.includes("could not be refreshed"))).to.equal(
      true,
    );
    for (let minute = 0; minute < 6; minute += 1) await pass(60_000);
    expect(api.said[0]).to.contain("Starts in about 15 min.");
  });
});
