import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { callAt } from "../../../../src/core/ports/call-at.js";

const DAY_MS = 24 * 60 * 60_000;

describe("callAt", () => {
  let clock: sinon.SinonFakeTimers;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000 });
  });

  afterEach(() => {
    clock.restore();
  });

  it("calls at the time, once", () => {
    const act = sinon.spy();
    callAt(1_005_000, act);
    clock.tick(4999);
    expect(act.callCount).to.equal(0);
    clock.tick(10_000);
    expect(act.callCount).to.equal(1);
  });

  it("calls at once when the time has passed", () => {
    const act = sinon.spy();
    callAt(5, act);
    clock.tick(0);
    expect(act.callCount).to.equal(1);
  });

  it("waits for longer than one timer can", () => {
    const act = sinon.spy();
    callAt(1_000_000 + 60 * DAY_MS, act);
    clock.tick(59 * DAY_MS);
    expect(act.callCount).to.equal(0);
    clock.tick(2 * DAY_MS);
    expect(act.callCount).to.equal(1);
  });

  it("can be taken back, also in a later timer", () => {
    const act = sinon.spy();
    const cancel = callAt(1_000_000 + 60 * DAY_MS, act);
    clock.tick(50 * DAY_MS);
    cancel();
    clock.tick(50 * DAY_MS);
    expect(act.callCount).to.equal(0);
  });
});
