import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { Outbox } from "../../../../src/core/training/outbox.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { RecordingMessenger } from "../../../support/recording-messenger.js";
import { sampleId, sampleModel, sampleTraining } from "../../../support/stored-samples.js";

const ROUND_MS = 15_000;

describe("the outbox", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let messenger: RecordingMessenger;
  let outbox: Outbox;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    messenger = new RecordingMessenger();
    outbox = create();
  });

  afterEach(async () => {
    await outbox.stop();
    time.restore();
  });

  const create = () => {
    const { records, events, logger, trainings, models, service } = house();
    const { charging } = service;
    const stores = { trainings: trainings.port, models: models.port, records };
    return new Outbox({ ...stores, charging, messenger, events, logger });
  };
  const owing = async (createdAt: number, changes: Partial<Training> = {}): Promise<Training> => {
    const notice = { id: sampleId("n"), kind: "failed", createdAt } as const;
    const training = sampleTraining({ status: "FAILED", notices: [notice], ...changes });
    await house().stores.trainings.insert(training);
    return training;
  };
  const round = () => time.tickAsync(ROUND_MS);
  const delivered = () => messenger.delivered.map(({ trainingId }) => trainingId);
  const owed = async () => (await house().stores.trainings.listWithNotices(1000)).map(({ id }) => id);

  it("delivers at the start what is owed from before, the oldest first, and settles it", async () => {
    const second = await owing(2);
    const first = await owing(1);
    outbox.start();
    await round();
    expect(delivered()).to.deep.equal([first.id, second.id]);
    expect(await owed()).to.deep.equal([]);
    await round();
    expect(messenger.attempts).to.equal(2);
  });

  it("delivers at once when a notice is written", async () => {
    outbox.start();
    await time.tickAsync(1);
    const training = await owing(1);
    house().events.publish({ type: "queued", training });
    await time.tickAsync(1);
    expect(delivered()).to.deep.equal([]);
    house().events.publish({ type: "notice", training });
    await time.tickAsync(1);
    expect(delivered()).to.deep.equal([training.id]);
  });

  it("brings the model along", async () => {
    const model = await house().stores.models.upsertByTraining(sampleModel());
    await owing(1, { status: "COMPLETED", modelId: model.id });
    outbox.start();
    await round();
    expect(messenger.delivered[0]).to.include({ model: model.id });
  });

  it("delivers several notices of one training in their order", async () => {
    const notices = [1, 2].map((createdAt) => ({ id: sampleId("n"), kind: "failed", createdAt }) as const);
    await owing(1, { notices: [{ ...notices[0]!, kind: "cancelled" }, notices[1]!] });
    outbox.start();
    await round();
    expect(messenger.delivered.map(({ kind }) => kind)).to.deep.equal(["cancelled", "failed"]);
  });

  it("settles what will never arrive, and says so", async () => {
    const training = await owing(1);
    messenger.gone.add(training.id);
    outbox.start();
    await round();
    expect(await owed()).to.deep.equal([]);
    expect(house().logger.entries.map(({ message }) => message)).to.deep.equal([
      "a message will never arrive",
    ]);
  });

  it("tries again what could not be delivered, less and less often, until it arrives", async () => {
    const training = await owing(1);
    messenger.failing.add(training.id);
    outbox.start();
    const attempts: number[] = [];
    for (let count = 0; count < 16; count++) {
      await round();
      attempts.push(messenger.attempts);
    }
    expect(attempts).to.deep.equal([2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5]);
    for (let count = 0; count < 200; count++) await round();
    const before = messenger.attempts;
    for (let count = 0; count < 40; count++) await round();
    expect(messenger.attempts, "at least every ten minutes").to.equal(before + 1);
    messenger.failing.clear();
    for (let count = 0; count < 40; count++) await round();
    expect(delivered()).to.deep.equal([training.id]);
    expect(await owed()).to.deep.equal([]);
  });

  it("reaches the youngest though the fifty oldest, and fifty more, cannot be delivered", async () => {
    for (let count = 1; count <= 100; count++) messenger.failing.add((await owing(count)).id);
    const young = await owing(101);
    outbox.start();
    for (let count = 0; count < 4; count++) await round();
    expect(delivered()).to.deep.equal([young.id]);
    const next = await owing(102);
    house().events.publish({ type: "notice", training: next });
    await time.tickAsync(1);
    expect(delivered()).to.deep.equal([young.id, next.id]);
    expect(await owed()).to.have.lengthOf(100);
  });

  it("delivers hundreds that are owed without waiting in between", async () => {
    for (let count = 0; count < 130; count++) await owing(count);
    outbox.start();
    await time.tickAsync(1);
    expect(messenger.delivered).to.have.lengthOf(130);
  });

  it("delivers again when the store is away at the wrong moment: at least once", async () => {
    const training = await owing(1);
    house().trainings.fail("save", 1);
    outbox.start();
    await round();
    expect(delivered()).to.deep.equal([training.id, training.id]);
    expect(await owed()).to.deep.equal([]);
  });

  it("goes on after the store could not be read", async () => {
    const training = await owing(1);
    house().trainings.fail("listWithNotices", 1);
    outbox.start();
    await time.tickAsync(1);
    expect(delivered()).to.deep.equal([]);
    await round();
    expect(delivered()).to.deep.equal([training.id]);
  });

  it("does not mind that the person deletes the training meanwhile", async () => {
    const training = await owing(1);
    house().trainings.before("get", async () => {
      house().trainings.heal();
      await house().service.library.delete(ADA, training.id);
    });
    outbox.start();
    await round();
    expect(delivered()).to.deep.equal([training.id]);
    expect(house().logger.entries).to.deep.equal([]);
  });

  it("forgets the pause of a training that was deleted", async () => {
    const training = await owing(1);
    messenger.failing.add(training.id);
    outbox.start();
    await round();
    await house().service.library.delete(ADA, training.id);
    for (let count = 0; count < 3; count++) await round();
    await house().stores.trainings.insert(training);
    messenger.failing.clear();
    await round();
    expect(delivered()).to.deep.equal([training.id]);
  });

  it("stops: what is under way ends, nothing new begins, and the rest is delivered by the next start", async () => {
    const [first, second] = [await owing(1), await owing(2)];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    house().trainings.before("save", () => held);
    outbox.start();
    await time.tickAsync(1);
    const stopped = outbox.stop();
    release();
    await stopped;
    expect(delivered()).to.deep.equal([first.id]);
    house().events.publish({ type: "notice", training: second });
    await round();
    expect(delivered()).to.deep.equal([first.id]);
    expect(await owed()).to.deep.equal([second.id]);
    outbox = create();
    outbox.start();
    await round();
    expect(delivered()).to.deep.equal([first.id, second.id]);
  });
});
