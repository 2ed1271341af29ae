import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { DomainError } from "../../../../src/core/errors.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { turnsUntil } from "../../../support/turns.js";

const AWAY = new DomainError("trainer-away", {}, { retryable: true });

describe("a job whose runtime is away", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    house().runtime.script = goesWell();
  });
  afterEach(() => {
    time.restore();
  });

  const begin = async (shutdown = new AbortController().signal) =>
    house()
      .runner()
      .run(await house().claim(), CPU, shutdown);
  /** Lets the pauses between its questions go by. */
  const untilDone = async (running: Promise<unknown>, stepMs = 100) => {
    let settled = false;
    const done = running.then(() => {
      settled = true;
    });
    await turnsUntil("it is done", async () => {
      await time.tickAsync(stepMs);
      return settled;
    });
    await done;
  };
  /** Throws so many times that it is away, before or (where only the answer is lost) after its work. */
  const failing = <T>(times: number, work: () => Promise<T>, answerLost = false): (() => Promise<T>) => {
    let left = times;
    return async () => {
      const fails = left-- > 0;
      if (fails && !answerLost) throw AWAY;
      const result = await work();
      if (fails) throw AWAY;
      return result;
    };
  };
  const warnings = () =>
    house()
      .logger.entries.filter(({ level }) => level === "warn")
      .map(({ message }) => message);

  it("for a while when it is made ready waits for it, and says so once", async () => {
    house().runtime.preparation = failing(5, () => Promise.resolve());
    const { id } = await house().queued();
    await untilDone(begin());
    expect((await house().stored(id)).status).to.equal("COMPLETED");
    expect(warnings().filter((message) => message.includes("runtime"))).to.have.length(1);
  });

  it("for a while when its trainer is looked for or started has one trainer all the same", async () => {
    const { runtime } = house();
    const find = failing(2, () => Promise.resolve(undefined));
    let looked = 0;
    const realFind = runtime.find.bind(runtime);
    runtime.find = (id) => (++looked <= 3 ? find() : realFind(id));
    const realStart = runtime.start.bind(runtime);
    const spec: Parameters<typeof realStart>[] = [];
    const start = failing(2, () => realStart(...spec[0]!), true);
    runtime.start = (...given) => {
      spec.push(given);
      return start();
    };
    const { id } = await house().queued();
    await untilDone(begin());
    const stored = await house().stored(id);
    expect(stored.status).to.equal("COMPLETED");
    expect(stored.job?.starts).to.equal(1);
    expect(runtime.started).to.have.lengthOf(1);
  });

  it("for good fails after ten minutes with trainer-away", async () => {
    house().runtime.preparation = failing(Number.POSITIVE_INFINITY, () => Promise.resolve());
    const { id } = await house().queued();
    const running = begin();
    await turnsUntil("it waits", () => warnings().length > 0);
    await time.tickAsync(9 * 60_000);
    expect((await house().stored(id)).status).to.equal("PREPARING");
    await untilDone(running, 10_000);
    expect((await house().stored(id)).failure?.code).to.equal("trainer-away");
  });

  it("so that it says no is asked again where that may help, and nowhere else", async () => {
    const no = (retryable: boolean) => new DomainError("trainer-start", {}, { retryable });
    let asked = 0;
    let refusal = no(true);
    house().runtime.preparation = () => (++asked % 4 === 0 ? Promise.resolve() : Promise.reject(refusal));
    const first = await house().queued();
    await untilDone(begin());
    expect((await house().stored(first.id)).status).to.equal("COMPLETED");
    asked = 0;
    refusal = no(false);
    const second = await house().queued();
    await untilDone(begin());
    expect((await house().stored(second.id)).failure?.code).to.equal("trainer-start");
    expect(asked).to.equal(1);
  });

  const endless = () => {
    house().runtime.preparation = failing(Number.POSITIVE_INFINITY, () => Promise.resolve());
  };

  it("is waited for no longer when the process ends", async () => {
    endless();
    const { id } = await house().queued();
    const shutdown = new AbortController();
    const running = begin(shutdown.signal);
    await turnsUntil("it waits", () => warnings().length > 0);
    shutdown.abort();
    await running;
    expect((await house().stored(id)).status).to.equal("PREPARING");
  });

  it("is waited for no longer when the person cancels", async () => {
    endless();
    const { id } = await house().queued();
    const running = begin();
    await turnsUntil("it waits", () => warnings().length > 0);
    await house().service.library.cancel(ADA, id);
    await running;
    expect((await house().stored(id)).status).to.equal("CANCELLED");
    expect(await house().workspaces.list()).to.deep.equal([]);
  });
});
