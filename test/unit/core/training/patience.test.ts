import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { DomainError } from "../../../../src/core/errors.js";
import { untilAborted, withPatience } from "../../../../src/core/training/patience.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { storageAway } from "../../../support/faulty.js";

describe("work that a storage may fail for a moment", () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers();
  });
  afterEach(() => {
    time.restore();
  });

  /** Fails so often, then works. */
  const failing = (times: number, error: Error = storageAway()) => {
    const work = {
      tries: 0,
      do: () => (++work.tries <= times ? Promise.reject(error) : Promise.resolve("done")),
    };
    return work;
  };
  const { signal } = new AbortController();

  it("is done once when all is well", async () => {
    const work = failing(0);
    expect(await withPatience(work.do, signal)).to.equal("done");
    expect(work.tries).to.equal(1);
  });

  it("is done again after longer and longer pauses", async () => {
    const work = failing(3);
    const done = withPatience(work.do, signal);
    for (const [pause, tries] of [
      [999, 1],
      [1, 2],
      [4999, 2],
      [1, 3],
      [24_999, 3],
      [1, 4],
    ] as const) {
      await time.tickAsync(pause);
      expect(work.tries).to.equal(tries);
    }
    expect(await done).to.equal("done");
    expect(time.countTimers()).to.equal(0);
  });

  it("fails in the end", async () => {
    const work = failing(99);
    const failed = expectDomainError(withPatience(work.do, signal), "storage-failed");
    await time.tickAsync(60_000);
    await failed;
    expect(work.tries).to.equal(4);
  });

  it("fails at once for a reason that does not pass", async () => {
    for (const error of [
      new DomainError("disk-full"),
      new DomainError("model-invalid"),
      new TypeError("x"),
    ]) {
      const work = failing(9, error);
      const outcome = await withPatience(work.do, signal).catch((caught: unknown) => caught);
      expect(outcome).to.equal(error);
      expect(work.tries).to.equal(1);
    }
  });

  it("is given up during a pause when the signal aborts, and no timer stays", async () => {
    const abort = new AbortController();
    const work = failing(9);
    const outcome = withPatience(work.do, abort.signal).catch((caught: unknown) => caught);
    await time.tickAsync(500);
    abort.abort(new Error("shutdown"));
    expect(await outcome)
      .to.be.an("error")
      .with.property("message", "shutdown");
    expect(time.countTimers()).to.equal(0);
    expect(work.tries).to.equal(1);
  });

  it("is not done again when the signal has aborted", async () => {
    const work = failing(9);
    await expectDomainError(withPatience(work.do, AbortSignal.abort()), "storage-failed");
    expect(work.tries).to.equal(1);
  });
});

describe("waiting until a signal aborts", () => {
  it("gives what the work gives, or throws", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).to.equal(7);
    await expectDomainError(untilAborted(Promise.reject(storageAway()), signal), "storage-failed");
  });

  it("ends with the signal's reason, also when it aborted before; a late failure of the work is nobody's", async () => {
    const abort = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const waiting = untilAborted(work, abort.signal).catch((error: unknown) => error);
    abort.abort(new Error("enough"));
    expect(await waiting)
      .to.be.an("error")
      .with.property("message", "enough");
    const late = await untilAborted(work, abort.signal).catch((error: unknown) => error);
    expect(late).to.be.an("error").with.property("message", "enough");
    fail(new Error("late"));
  });
});
