import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Slot } from "../../../../src/core/ports/job-runtime.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, BOB, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { activeTraining, sampleTraining } from "../../../support/stored-samples.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const POLL_MS = 2000;
const SWEEP_MS = 5 * 60_000;
const CPU_2: Slot = { id: "cpu-2", kind: "cpu" };

describe("the scheduler", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  });

  afterEach(() => {
    time.restore();
  });

  const start = async (slots: readonly Slot[] = [CPU], workerId = "worker-1") => {
    const scheduler = house().scheduler({ workerId });
    await scheduler.start(slots);
    return scheduler;
  };
  const isIn = (id: string, status: Training["status"]) =>
    turnsUntil(`${id} is ${status}`, async () => (await house().stored(id)).status === status);
  const errors = () =>
    house()
      .logger.entries.filter(({ level }) => level === "error")
      .map(({ message }) => message);

  it("runs what waits, the oldest first, one after the other on a slot", async () => {
    house().runtime.script = (trainer) => {
      expect(house().runtime.running).to.deep.equal([trainer.spec.jobId]);
      return goesWell()(trainer);
    };
    const queued = [await house().queued(), await house().queued(BOB), await house().queued()];
    await start();
    for (const { id } of queued) await isIn(id, "COMPLETED");
    expect(house().runtime.started.map(({ jobId }) => jobId)).to.deep.equal(queued.map(({ id }) => id));
  });

  it("begins at once what is queued later", async () => {
    house().runtime.script = goesWell();
    await start();
    await settle();
    const { id } = await house().queued();
    await isIn(id, "COMPLETED");
  });

  it("finds what another process queued, two seconds later", async () => {
    house().runtime.script = goesWell();
    await start();
    await settle();
    const { id } = await house().readyDraft();
    const imageIds = (await house().stores.datasets.list(id)).map((image) => image.id);
    const draft = await house().stored(id);
    await house().stores.trainings.save({ ...draft, status: "QUEUED", queuedAt: 1, imageIds });
    await settle();
    expect((await house().stored(id)).status).to.equal("QUEUED");
    await time.tickAsync(POLL_MS);
    await isIn(id, "COMPLETED");
  });

  it("runs one training a slot, never one on two", async () => {
    const queued = [await house().queued(), await house().queued(), await house().queued()];
    await start([CPU, CPU_2]);
    await turnsUntil("two train", () => house().runtime.running.length === 2);
    await settle();
    expect(house().runtime.started.map(({ jobId, slot }) => [jobId, slot.id])).to.have.deep.members([
      [queued[0]!.id, "cpu"],
      [queued[1]!.id, "cpu-2"],
    ]);
    for (const { id } of queued.slice(0, 2)) expect((await house().stored(id)).job?.attempt).to.equal(1);
    expect((await house().stored(queued[2]!.id)).status).to.equal("QUEUED");
  });

  it("gives a slot only what fits it", async () => {
    const { id } = await house().queued();
    await house().records.change(id, (training) => ({ ...training, recipeId: "flux" }));
    await start([CPU, { id: "gpu-0", kind: "gpu", memoryGiB: 12 }]);
    await settle();
    expect((await house().stored(id)).status).to.equal("QUEUED");
  });

  it("takes the next one when a training is cancelled", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    await start();
    await turnsUntil("it trains", () => house().runtime.running.includes(first.id));
    await house().service.library.cancel(ADA, first.id);
    await turnsUntil("the next one trains", () => house().runtime.running.includes(second.id));
    expect(await house().workspaces.list()).to.deep.equal([second.id]);
  });

  it("stops at once and leaves the trainers running; the next life adopts them", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    house().runtime.script = async (trainer) => {
      trainer.print({ event: "phase", name: "train" });
      await finished;
      return goesWell()(trainer);
    };
    const [running, waiting] = [await house().queued(), await house().queued(BOB)];
    const first = await start();
    await turnsUntil("it trains", () => house().runtime.running.includes(running.id));
    await first.stop();
    house().events.publish({ type: "queued", training: waiting });
    await time.tickAsync(10 * POLL_MS);
    expect(house().runtime.running).to.deep.equal([running.id]);
    expect((await house().stored(running.id)).status).to.equal("TRAINING");
    expect((await house().stored(waiting.id)).status).to.equal("QUEUED");
    await start();
    finish();
    await isIn(running.id, "COMPLETED");
    await isIn(waiting.id, "COMPLETED");
    expect(house().runtime.started.filter(({ jobId }) => jobId === running.id)).to.have.lengthOf(1);
  });

  it("that stops while one slot asks for a training lets the next one ask no more", async () => {
    const [first, second] = [await house().queued(), await house().queued(BOB)];
    let asked = 0;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    house().trainings.before("claim", () => {
      asked++;
      return answered;
    });
    const scheduler = await start([CPU, CPU_2]);
    await turnsUntil("a slot asks", () => asked > 0);
    const stopped = scheduler.stop();
    answer();
    await stopped;
    expect(asked).to.equal(1);
    expect(house().runtime.started).to.deep.equal([]);
    expect((await house().stored(first.id)).status, "to be found by the next start").to.equal("PREPARING");
    expect((await house().stored(second.id)).status).to.equal("QUEUED");
  });

  it("goes on when the store was away", async () => {
    house().runtime.script = goesWell();
    const { id } = await house().queued();
    house().trainings.fail("claim", 2);
    await start();
    await settle();
    expect(errors()).to.deep.equal(["could not claim a training"]);
    await time.tickAsync(POLL_MS);
    await time.tickAsync(POLL_MS);
    await isIn(id, "COMPLETED");
  });

  it("waits a moment before it claims again what it could not settle", async () => {
    const { id } = await house().queued();
    house().runtime.script = () => {
      house().trainings.fail("save");
      return Promise.resolve({ code: 70 });
    };
    await start();
    // The tries to write the failure, and then the pause.
    await turnsUntil("it has let go", async () => {
      await time.tickAsync(100);
      return house().logger.entries.some(({ message }) => message === "let go of a job");
    });
    await settle();
    expect((await house().stored(id)).job?.attempt).to.equal(1);
    house().trainings.heal();
    await time.tickAsync(POLL_MS);
    await isIn(id, "FAILED");
    expect((await house().stored(id)).job?.attempt).to.equal(2);
  });

  describe("sweeps", () => {
    const leave = async (training: Training) => {
      await house().stores.trainings.insert(training);
      await house().workspaces.open(training.id);
      const spec = {
        jobId: training.id,
        trainingId: training.id,
        workerId: "worker-1",
        folder: "",
        slot: CPU,
      };
      await house().runtime.start({ ...spec, timeLimitSeconds: 1 });
      return training.id;
    };
    const left = async () => ({
      trainers: house().runtime.running,
      folders: await house().workspaces.list(),
    });
    const now = () => house().clock.now();

    for (const status of ["COMPLETED", "FAILED", "CANCELLED"] as const) {
      it(`away at its start what a training left that is ${status}`, async () => {
        await leave(activeTraining({ workerId: "worker-1", leaseUntil: now() }, { status }));
        await start([]);
        expect(await left()).to.deep.equal({ trainers: [], folders: [] });
        expect(await house().runtime.list()).to.deep.equal([]);
      });
    }

    it("away what belongs to no training, in either place", async () => {
      await house().stores.trainings.delete(
        await house().stored(await leave(activeTraining({ workerId: "worker-1", leaseUntil: 1 }))),
      );
      await house().workspaces.open("only-a-folder");
      await start([]);
      expect(await left()).to.deep.equal({ trainers: [], folders: [] });
    });

    it("nothing away that this worker holds, could claim, or that waits", async () => {
      const kept = [
        await leave(activeTraining({ workerId: "worker-1", leaseUntil: now() + 1000 })),
        await leave(activeTraining({ workerId: "worker-2", leaseUntil: now() })),
        await leave(activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "QUEUED" })),
        await leave(sampleTraining({ status: "DRAFT" })),
      ];
      await start([]);
      expect(await left()).to.deep.equal({ trainers: kept, folders: kept.toSorted() });
    });

    it("away what runs elsewhere now", async () => {
      await leave(activeTraining({ workerId: "worker-2", leaseUntil: now() + 1000 }));
      await start([]);
      expect(await left()).to.deep.equal({ trainers: [], folders: [] });
    });

    it("again every five minutes, and never what runs here", async () => {
      const { id } = await house().queued();
      await start();
      await turnsUntil("it trains", () => house().runtime.running.includes(id));
      const ended = await leave(
        activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "CANCELLED" }),
      );
      expect(house().runtime.running).to.have.members([id, ended]);
      await time.tickAsync(SWEEP_MS);
      await turnsUntil("it is swept", async () => (await house().workspaces.list()).length === 1);
      expect(await left()).to.deep.equal({ trainers: [id], folders: [id] });
    });

    it("within seconds what waited here until another worker took it", async () => {
      const id = await leave(activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "QUEUED" }));
      await start([]);
      expect(await left()).to.deep.equal({ trainers: [id], folders: [id] });
      const taken = activeTraining({ workerId: "worker-2", leaseUntil: now() + 60_000 });
      await house().stores.trainings.save({ ...(await house().stored(id)), ...taken, id });
      await time.tickAsync(10_000);
      await turnsUntil("it is swept", async () => (await house().workspaces.list()).length === 0);
      expect(await left()).to.deep.equal({ trainers: [], folders: [] });
    });

    it("past what cannot be removed, and starts all the same", async () => {
      const stuck = await leave(
        activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "FAILED" }),
      );
      await leave(activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "FAILED" }));
      const job = await house().runtime.find(stuck);
      job!.remove = () => Promise.reject(new Error("the engine refuses"));
      house().runtime.script = goesWell();
      const { id } = await house().queued();
      await start();
      await isIn(id, "COMPLETED");
      expect(await house().runtime.list()).to.deep.equal([stuck]);
      expect(errors()).to.deep.equal(["could not remove what an ended job left"]);
    });

    it("later when the engine does not answer at the start", async () => {
      await leave(activeTraining({ workerId: "worker-1", leaseUntil: 1 }, { status: "FAILED" }));
      const { runtime } = house();
      runtime.list = () => Promise.reject(new Error("the engine is away"));
      await start([]);
      expect(errors()).to.deep.equal(["could not look for what ended jobs left"]);
      Reflect.deleteProperty(runtime, "list");
      await time.tickAsync(SWEEP_MS);
      await turnsUntil("it is swept", async () => (await house().workspaces.list()).length === 0);
      expect(await runtime.list()).to.deep.equal([]);
    });
  });
});
