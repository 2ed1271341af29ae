import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import type { Trainer } from "../../../support/scripted-runtime.js";
import { turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;
const STEPS = 100;

/** Steps from one to another; the clock stands still, so that the record keeps the first of them alone. */
function steps(trainer: Trainer, from: number, to: number): void {
  const more = { steps: STEPS, lr: 1e-4, secondsPerStep: 1, etaSeconds: 1 };
  for (let step = from; step <= to; step++) trainer.print({ event: "step", step, loss: 1 / step, ...more });
}

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe("the losses of a training that is stopped", () => {
  const house = eachTestInAHouse();
  const run = async (signal = NEVER) =>
    house()
      .runner()
      .run(await house().claim(), CPU, signal);
  const told = ({ losses = [] }: Training) => losses.map(({ step }) => step);
  const isAt = (id: string, step: number) =>
    turnsUntil(`it is told of step ${step}`, () =>
      house().seen.some(
        ({ type, training }) => type === "progress" && training.id === id && training.progress?.step === step,
      ),
    );

  /** Tells of some steps, and of two more while it ends. */
  const stepsUntilStopped = (from: number, to: number) => async (trainer: Trainer) => {
    steps(trainer, from, to);
    await trainer.terminated;
    steps(trainer, to + 1, to + 2);
    return { code: 75 };
  };

  it("are whole to the last step that it made, with one write more, and go on from there", async () => {
    const { id } = await house().queued();
    house().runtime.script = stepsUntilStopped(1, 7);
    const first = run();
    await isAt(id, 7);
    expect(told(await house().stored(id)), "written on the way").to.deep.equal([1]);
    const { version } = await house().service.library.cancel(ADA, id);
    expect(await first).to.equal(true);
    const stopped = await house().stored(id);
    expect(told(stopped)).to.deep.equal(upTo(9));
    expect(stopped.version).to.equal(version + 1);

    await house().service.resumption.resume(ADA, id);
    house().runtime.script = stepsUntilStopped(10, 12);
    const second = run();
    await isAt(id, 12);
    await house().service.library.cancel(ADA, id);
    await second;
    expect(told(await house().stored(id))).to.deep.equal(upTo(14));
  });

  it("are kept also where it was taken up again while its trainer ended", async () => {
    const { id } = await house().queued();
    house().runtime.script = async (trainer) => {
      const exit = await stepsUntilStopped(1, 4)(trainer);
      await house().service.resumption.resume(ADA, id);
      return exit;
    };
    const running = run();
    await isAt(id, 4);
    await house().service.library.cancel(ADA, id);
    await running;
    const queued = await house().stored(id);
    expect(queued.status).to.equal("QUEUED");
    expect(told(queued)).to.deep.equal(upTo(6));
  });

  it("are kept by the sweep where its worker died before it could, and by nobody where it was deleted", async () => {
    house().runtime.script = stepsUntilStopped(1, 4);
    const orphaned = async () => {
      const { id } = await house().queued();
      const shutdown = new AbortController();
      const running = run(shutdown.signal);
      await isAt(id, 4);
      shutdown.abort();
      await running;
      await house().service.library.cancel(ADA, id);
      return id;
    };
    const id = await orphaned();
    const deleted = await orphaned();
    await house().service.library.delete(ADA, deleted);
    const scheduler = house().scheduler();
    await scheduler.start([CPU]);
    await scheduler.stop();
    expect(await house().runtime.list()).to.deep.equal([]);
    expect(told(await house().stored(id))).to.deep.equal(upTo(6));
    expect(house().logger.entries.filter(({ level }) => level === "warn")).to.deep.equal([]);
  });
});
