import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;

/** Something that another one waits for. */
function gate(): { readonly reached: boolean; wait: () => Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const state = {
    reached: false,
    wait: () => {
      state.reached = true;
      return opened;
    },
    open: () => {
      open();
    },
  };
  return state;
}

describe("a job that is cancelled", () => {
  const house = eachTestInAHouse();
  const started = async () => {
    const { id } = await house().queued();
    return {
      id,
      run: house()
        .runner()
        .run(await house().claim(), CPU, NEVER),
    };
  };
  const cancel = (id: string) => house().service.library.cancel(ADA, id);
  const isIn = (id: string, status: Training["status"]) =>
    turnsUntil(`${id} is ${status}`, async () => (await house().stored(id)).status === status);
  /** The record says so, the person is told once, and nothing is left but steps that can be gone on from. */
  const nothingLeft = async (id: string, kept: readonly string[] = []) => {
    const stored = await house().stored(id);
    expect(stored.status).to.equal("CANCELLED");
    expect(stored.notices.map(({ kind }) => kind)).to.deep.equal(["cancelled"]);
    expect(await house().runtime.list()).to.deep.equal([]);
    expect(await house().workspaces.list()).to.deep.equal(kept);
    expect(await house().keys("models", id)).to.deep.equal([]);
    expect(await house().stores.models.countByOwner(ADA.userId)).to.equal(0);
    expect(await house().keys("datasets", id), "its photos").to.have.lengthOf(3);
  };

  it("while it waits is never begun", async () => {
    const { id } = await house().queued();
    await cancel(id);
    const scheduler = house().scheduler();
    await scheduler.start([CPU]);
    await scheduler.stop();
    expect(house().runtime.started).to.deep.equal([]);
    await nothingLeft(id);
  });

  it("while the runtime is made ready ends at once, though that goes on", async () => {
    const preparation = gate();
    house().runtime.preparation = preparation.wait;
    const { id, run } = await started();
    await turnsUntil("it is being prepared", () => preparation.reached);
    await cancel(id);
    expect(await run).to.equal(true);
    expect(house().runtime.started).to.deep.equal([]);
    await nothingLeft(id);
    preparation.open();
  });

  it("while its folder is laid out starts no trainer", async () => {
    const writing = gate();
    house().datasetBlobs.before("get", writing.wait);
    const { id, run } = await started();
    await turnsUntil("it writes", () => writing.reached);
    await cancel(id);
    writing.open();
    await run;
    expect(house().runtime.started).to.deep.equal([]);
    await nothingLeft(id);
  });

  it("while it trains stops the trainer", async () => {
    const { id, run } = await started();
    await turnsUntil("it trains", () => house().runtime.running.includes(id));
    await isIn(id, "TRAINING");
    await cancel(id);
    expect(await run).to.equal(true);
    expect(house().runtime.running).to.deep.equal([]);
    await nothingLeft(id);
  });

  it("while the trainer is being started stops it", async () => {
    const { runtime } = house();
    const start = runtime.start.bind(runtime);
    runtime.start = async (spec) => {
      const job = await start(spec);
      await cancel(spec.jobId);
      return job;
    };
    const { id, run } = await started();
    await run;
    expect(runtime.started).to.have.lengthOf(1);
    await nothingLeft(id);
  });

  it("while its model is stored takes back what was stored", async () => {
    house().runtime.script = goesWell();
    const { id, run } = await started();
    house().modelBlobs.before("put", async () => {
      await cancel(id);
    });
    await run;
    await nothingLeft(id, [id]);
  });

  it("in the last moment, when its model is registered, takes that back too", async () => {
    house().runtime.script = goesWell();
    const { id, run } = await started();
    house().models.before("upsertByTraining", async () => {
      await house().records.change(id, (training) => ({ ...training, status: "CANCELLED" }));
    });
    await run;
    expect(await house().stores.models.countByOwner(ADA.userId)).to.equal(0);
    expect(await house().keys("models", id)).to.deep.equal([]);
    expect((await house().stored(id)).status).to.equal("CANCELLED");
  });

  it("by another process is found out when it writes the next time", async () => {
    house().runtime.script = async (trainer) => {
      await house().stores.trainings.save({
        ...(await house().stored(trainer.spec.jobId)),
        status: "CANCELLED",
      });
      return goesWell()(trainer);
    };
    const { id, run } = await started();
    await run;
    expect((await house().stored(id)).status).to.equal("CANCELLED");
    expect(await house().workspaces.list()).to.deep.equal([]);
  });

  it("with everything of its person leaves nothing of it", async () => {
    house().runtime.script = goesWell();
    const { id, run } = await started();
    house().modelBlobs.before("put", async () => {
      await house().service.library.deleteEverything(ADA);
    });
    await run;
    expect(await house().stores.trainings.get(id)).to.equal(undefined);
    expect(await house().stores.models.countByOwner(ADA.userId)).to.equal(0);
    expect(await house().keys("models", id)).to.deep.equal([]);
    expect(await house().keys("datasets", id)).to.deep.equal([]);
    expect(await house().workspaces.list()).to.deep.equal([]);
  });

  it("is let go of, and logged, when what it left cannot be removed", async () => {
    const { id, run } = await started();
    await turnsUntil("it trains", () => house().runtime.running.includes(id));
    house().modelBlobs.fail("deleteAll", 1);
    const { runtime } = house();
    const find = runtime.find.bind(runtime);
    runtime.find = () => Promise.reject(new Error("the engine is away"));
    await cancel(id);
    expect(await run).to.equal(true);
    expect(
      house()
        .logger.entries.filter(({ level }) => level === "error")
        .map(({ message }) => message),
    ).to.deep.equal([
      "could not remove what a job left; the next sweep tries again",
      "could not take back the files of a training that did not end well",
    ]);
    runtime.find = find;
    const scheduler = house().scheduler();
    await scheduler.start([]);
    await scheduler.stop();
    await nothingLeft(id);
  });
});
