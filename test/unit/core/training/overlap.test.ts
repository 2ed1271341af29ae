import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Slot } from "../../../../src/core/ports/job-runtime.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, BOB, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const LOOK_AHEAD_MS = 10_000;

describe("a slot that has trainings waiting", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  /** Trainings that may end; the others go on. */
  let finish: Set<string>;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    finish = new Set();
    house().runtime.script = async (trainer) => {
      const id = trainer.spec.trainingId;
      let stopped = false;
      void trainer.terminated.then(() => (stopped = true));
      await turnsUntil(`${id} may end`, () => finish.has(id) || stopped);
      return finish.has(id) ? goesWell()(trainer) : { code: 75 };
    };
  });

  afterEach(() => {
    time.restore();
  });

  const start = async (slots: readonly Slot[] = [CPU]) => {
    const scheduler = house().scheduler();
    await scheduler.start(slots);
    return scheduler;
  };
  const isIn = (id: string, status: Training["status"]) =>
    turnsUntil(`${id} is ${status}`, async () => (await house().stored(id)).status === status);
  const trains = (id: string) => turnsUntil(`${id} trains`, () => house().runtime.running.includes(id));
  const laidOut = async (id: string): Promise<boolean> => {
    if (!(await house().workspaces.list()).includes(id)) return false;
    return (await house().workspaces.open(id)).exists("job.json");
  };
  const isLaidOut = (id: string) => turnsUntil(`${id} is laid out`, () => laidOut(id));
  const hasNoFolder = (id: string) =>
    turnsUntil(`${id} has no folder`, async () => !(await house().workspaces.list()).includes(id));

  it("trains the next one while the last one is published", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    let upload: () => void = () => undefined;
    const uploaded = new Promise<void>((resolve) => {
      upload = resolve;
    });
    house().modelBlobs.before("put", () => uploaded);
    finish.add(first.id);
    await start();
    await isIn(first.id, "PUBLISHING");
    await trains(second.id);
    expect((await house().stored(first.id)).status).to.equal("PUBLISHING");
    upload();
    await isIn(first.id, "COMPLETED");
    finish.add(second.id);
    await isIn(second.id, "COMPLETED");
    for (const { id } of [first, second]) await hasNoFolder(id);
  });

  it("publishes four at the most at a time, and trains no further before one has ended", async () => {
    const queued: Training[] = [];
    for (let count = 0; count < 6; count++) queued.push(await house().queued(count % 2 ? ADA : BOB));
    let upload: () => void = () => undefined;
    const uploaded = new Promise<void>((resolve) => {
      upload = resolve;
    });
    house().modelBlobs.before("put", () => uploaded);
    for (const { id } of queued) finish.add(id);
    await start();
    const states = async () =>
      (await Promise.all(queued.map(({ id }) => house().stored(id)))).map((t) => t.status);
    await turnsUntil(
      "four are published",
      async () => (await states()).filter((status) => status === "PUBLISHING").length === 4,
    );
    await settle(200);
    expect((await states()).toSorted()).to.deep.equal([
      ...Array<string>(4).fill("PUBLISHING"),
      ...Array<string>(2).fill("QUEUED"),
    ]);
    upload();
    for (const { id } of queued) await isIn(id, "COMPLETED");
  });

  it("has the next one's folder laid out while it trains, without claiming it", async () => {
    const [first, second, third] = [
      await house().queued(),
      await house().queued(BOB),
      await house().queued(),
    ];
    await start();
    await trains(first.id);
    await isLaidOut(second.id);
    await settle();
    expect(await laidOut(third.id), "one slot needs one").to.equal(false);
    expect(await house().stored(second.id)).to.deep.equal(second);
    let reads = 0;
    house().datasetBlobs.before("get", () => {
      reads++;
    });
    await house().service.library.cancel(ADA, third.id);
    finish.add(first.id);
    await trains(second.id);
    expect(reads, "nothing is fetched twice").to.equal(0);
    finish.add(second.id);
    await isIn(second.id, "COMPLETED");
  });

  it("lays out what is queued later as well", async () => {
    const first = await house().queued();
    await start();
    await trains(first.id);
    const second = await house().queued(BOB);
    await isLaidOut(second.id);
  });

  it("removes the folder of one that is cancelled, or that another worker has taken", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    await start();
    await trains(first.id);
    await isLaidOut(second.id);
    await house().service.library.cancel(BOB, second.id);
    await hasNoFolder(second.id);
    const third = await house().queued();
    await isLaidOut(third.id);
    expect((await house().claim("worker-2")).id).to.equal(third.id);
    await time.tickAsync(LOOK_AHEAD_MS);
    await hasNoFolder(third.id);
    expect(await house().workspaces.list()).to.deep.equal([first.id]);
  });

  it("waits for no half-made folder: the job lays it out itself", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    await start();
    await trains(first.id);
    let reads = 0;
    let read: () => void = () => undefined;
    const slowRead = new Promise<void>((resolve) => {
      read = resolve;
    });
    await isLaidOut(second.id);
    await house().service.library.cancel(BOB, second.id);
    house().datasetBlobs.before("get", () => (++reads === 1 ? slowRead : undefined));
    const third = await house().queued();
    await turnsUntil("a photo is being fetched", () => reads > 0);
    finish.add(first.id);
    await isIn(third.id, "PREPARING");
    read();
    await trains(third.id);
    finish.add(third.id);
    await isIn(third.id, "COMPLETED");
    expect(house().runtime.started.filter(({ jobId }) => jobId === third.id)).to.have.lengthOf(1);
    await hasNoFolder(third.id);
  });

  it("does without when the storage is away, and tells the log", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    await start();
    await trains(first.id);
    await isLaidOut(second.id);
    house().datasetBlobs.fail("get");
    const third = await house().queued();
    await house().service.library.cancel(BOB, second.id);
    await turnsUntil("the log tells", () =>
      house().logger.entries.some(({ message }) => message === "could not prepare a training ahead"),
    );
    house().datasetBlobs.heal();
    finish.add(first.id);
    await trains(third.id);
  });

  it("lets the next life publish what a shutdown interrupts", async () => {
    const first = await house().queued();
    let upload: () => void = () => undefined;
    const uploading = new Promise<void>((resolve) => {
      upload = resolve;
    });
    house().modelBlobs.before("put", () => uploading);
    finish.add(first.id);
    const scheduler = await start();
    await isIn(first.id, "PUBLISHING");
    await settle();
    const stopped = scheduler.stop();
    upload();
    await stopped;
    expect((await house().stored(first.id)).status).to.equal("PUBLISHING");
    await start();
    await isIn(first.id, "COMPLETED");
    expect(house().runtime.started).to.have.lengthOf(1);
  });
});
