import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Training } from "../../../../src/core/training/model.js";
import { CPU, eachTestInAHouse } from "../../../support/core-house.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;

describe("a job that is interrupted", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  });
  afterEach(() => {
    time.restore();
  });

  const run = (claimed: Training, signal: AbortSignal = NEVER) => house().runner().run(claimed, CPU, signal);
  const trains = (id: string) => turnsUntil("it trains", () => house().runtime.running.includes(id));
  const isIn = (id: string, status: Training["status"]) =>
    turnsUntil(`${id} is ${status}`, async () => (await house().stored(id)).status === status);
  /** Runs the waiting training until its trainer is at work, then shuts down as the bot does. */
  const shutDownWhileTraining = async () => {
    const { id } = await house().queued();
    const shutdown = new AbortController();
    const running = run(await house().claim(), shutdown.signal);
    await trains(id);
    shutdown.abort();
    expect(await running).to.equal(true);
    return id;
  };
  /** A training that goes on until it is told to end well. */
  const onDemand = (): { script: Script; finish: () => void } => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    return {
      finish: () => {
        finish();
      },
      script: async (trainer) => {
        trainer.print({ event: "phase", name: "train" });
        await finished;
        return goesWell()(trainer);
      },
    };
  };

  describe("by a shutdown", () => {
    it("leaves its trainer running and its record as it is", async () => {
      const id = await shutDownWhileTraining();
      expect(house().runtime.running).to.deep.equal([id]);
      expect(await house().workspaces.list()).to.deep.equal([id]);
      expect((await house().stored(id)).status).to.equal("TRAINING");
    });

    it("is found again by the next life and followed further, not started again", async () => {
      const { script, finish } = onDemand();
      house().runtime.script = script;
      const id = await shutDownWhileTraining();
      const again = run(await house().claim());
      await settle();
      finish();
      expect(await again).to.equal(true);
      expect(await house().stored(id)).to.include({ status: "COMPLETED" });
      expect((await house().stored(id)).job).to.include({ attempt: 2, starts: 1 });
      expect(house().runtime.started).to.have.lengthOf(1);
      expect(await house().runtime.list()).to.deep.equal([]);
    });

    it("while the runtime is made ready does not wait for it", async () => {
      house().runtime.preparation = () => new Promise(() => undefined);
      const { id } = await house().queued();
      const shutdown = new AbortController();
      const running = run(await house().claim(), shutdown.signal);
      await settle();
      shutdown.abort();
      expect(await running).to.equal(true);
      expect((await house().stored(id)).status).to.equal("PREPARING");
    });

    it("that is under way already begins nothing", async () => {
      const { id } = await house().queued();
      expect(await run(await house().claim(), AbortSignal.abort())).to.equal(true);
      expect(house().runtime.started).to.deep.equal([]);
      expect((await house().stored(id)).status).to.equal("PREPARING");
    });

    it("while it publishes goes on from there; its trainer is not asked again", async () => {
      house().runtime.script = goesWell();
      const { id } = await house().queued();
      const shutdown = new AbortController();
      house().modelBlobs.before("put", () => {
        shutdown.abort();
      });
      await run(await house().claim(), shutdown.signal);
      expect((await house().stored(id)).status).to.equal("PUBLISHING");
      house().modelBlobs.heal();
      house().runtime.script = () => Promise.reject(new Error("it ran already"));
      await run(await house().claim());
      expect((await house().stored(id)).status).to.equal("COMPLETED");
      expect(house().runtime.started).to.have.lengthOf(1);
    });
  });

  describe("by a kill -9", () => {
    it("between the two writes of a publication ends in one model and one message", async () => {
      house().runtime.script = goesWell();
      const { id } = await house().queued();
      const shutdown = new AbortController();
      house().models.before("upsertByTraining", () => {
        // The model is written; the process ends before the training is.
        house().trainings.before("save", () => {
          shutdown.abort();
          throw new Error("killed");
        });
      });
      await run(await house().claim(), shutdown.signal);
      const [before] = await house().stores.models.listByOwner("telegram:1", { limit: 9 });
      expect((await house().stored(id)).status).to.equal("PUBLISHING");
      house().models.heal();
      house().trainings.heal();
      await run(await house().claim());
      const models = await house().stores.models.listByOwner("telegram:1", { limit: 9 });
      expect(models.map((model) => model.id)).to.deep.equal([before!.id]);
      expect(await house().stored(id)).to.include({ status: "COMPLETED", modelId: before!.id });
      expect((await house().stored(id)).notices).to.have.lengthOf(1);
      expect(await house().keys("models", id)).to.have.lengthOf(1);
    });

    it("before the trainer was started starts it", async () => {
      const { id } = await house().queued();
      const shutdown = new AbortController();
      house().runtime.start = () => {
        shutdown.abort();
        return Promise.reject(new Error("killed"));
      };
      await run(await house().claim(), shutdown.signal);
      expect((await house().stored(id)).status).to.equal("TRAINING");
      Reflect.deleteProperty(house().runtime, "start");
      house().runtime.script = goesWell();
      await run(await house().claim());
      expect((await house().stored(id)).status).to.equal("COMPLETED");
    });
  });

  describe("by the loss of its host", () => {
    it("begins anew on another one, from the queue", async () => {
      const id = await shutDownWhileTraining();
      await house().runtime.close();
      await house().runner().clean(id);
      house().runtime.script = goesWell();
      expect(await run(await house().claim())).to.equal(true);
      const back = await house().stored(id);
      expect(back.status).to.equal("QUEUED");
      expect(back).not.to.have.property("progress");
      expect(await house().workspaces.list()).to.deep.equal([]);
      await settle(3);
      expect(house().seen.at(-1)?.type, "other slots are woken").to.equal("queued");
      await run(await house().claim());
      expect(await house().stored(id)).to.include({ status: "COMPLETED" });
      expect((await house().stored(id)).job).to.include({ attempt: 3, starts: 2 });
    });

    it("fails after the third trainer was lost without a trace, with the reason", async () => {
      await house().queued();
      const { job, ...claimed } = await house().claim();
      const kept = { ...claimed, job: { ...job!, starts: 3 } };
      await house().stores.trainings.save(kept);
      await run(await house().claim());
      const failed = await house().stored(claimed.id);
      expect(failed).to.include({ status: "FAILED" });
      expect(failed.failure).to.include({ code: "trainer-lost" });
      expect(failed.notices.map(({ kind }) => kind)).to.deep.equal(["failed"]);
      expect(house().runtime.started).to.deep.equal([]);
    });

    it("does so too when it had only to be published", async () => {
      const { id } = await house().queued();
      const { job, ...claimed } = await house().claim();
      const outputs = [{ path: "rex.safetensors", sha256: "ab", bytes: 1, role: "lora" }];
      await house().stores.trainings.save({ ...claimed, status: "PUBLISHING", job: { ...job!, outputs } });
      await run(await house().claim());
      expect((await house().stored(id)).status).to.equal("QUEUED");
    });
  });

  describe("because another worker took it", () => {
    const taken = async (workerId: string) => {
      const { id } = await house().queued();
      const running = run(await house().claim());
      await trains(id);
      await isIn(id, "TRAINING");
      house().clock.time += 61_000;
      const other = await house().claim(workerId);
      // The next renewal finds the other one's number.
      await time.tickAsync(15_000);
      expect(await running).to.equal(true);
      expect(await house().stored(id), "the record").to.deep.equal(other);
      return id;
    };

    it("writes nothing, and stops its own trainer: two must not run", async () => {
      await taken("worker-2");
      expect(await house().runtime.list()).to.deep.equal([]);
      expect(await house().workspaces.list()).to.deep.equal([]);
    });

    it("leaves the trainer to a later life of the same installation", async () => {
      const id = await taken("worker-1");
      expect(house().runtime.running).to.deep.equal([id]);
      expect(await house().workspaces.list()).to.deep.equal([id]);
    });

    it("withdraws nothing of what the other one published", async () => {
      house().runtime.script = goesWell();
      const { id } = await house().queued();
      const running = run(await house().claim());
      let other: Promise<boolean> | undefined;
      house().models.before("upsertByTraining", async () => {
        house().models.heal();
        house().clock.time += 61_000;
        other = run(await house().claim());
        await other;
      });
      await running;
      const stored = await house().stored(id);
      expect(stored).to.include({ status: "COMPLETED" });
      expect(await house().stores.models.get(stored.modelId!)).to.include({ trainingId: id });
      expect(await house().keys("models", id)).to.have.lengthOf(1);
    });
  });

  it("because another worker took it and its person then deleted it leaves nothing", async () => {
    const { id } = await house().queued();
    const running = run(await house().claim());
    await trains(id);
    await isIn(id, "TRAINING");
    house().clock.time += 61_000;
    const other = await house().claim("worker-2");
    let reads = 0;
    house().trainings.before("get", async () => {
      if (++reads === 2) await house().stores.trainings.delete(other);
    });
    await time.tickAsync(15_000);
    expect(await running).to.equal(true);
    expect(await house().runtime.list()).to.deep.equal([]);
    expect(await house().workspaces.list()).to.deep.equal([]);
  });
});
