import { expect } from "chai";
import { describe, it } from "mocha";
import { SlotUsage } from "../../../../src/core/training/slot-usage.js";
import { ManualClock } from "../../../support/manual-clock.js";

describe("how long slots are busy", () => {
  it("counts jobs that have ended, and the one that runs up to now", () => {
    const clock = new ManualClock();
    const usage = new SlotUsage(clock);
    usage.add("gpu-0");
    usage.add("gpu-1");
    usage.begin("gpu-0");
    clock.time += 2_500;
    usage.end("gpu-0");
    clock.time += 60_000;
    usage.begin("gpu-0");
    clock.time += 500;
    expect(usage.states()).to.deep.equal([
      { id: "gpu-0", busy: true, busySeconds: 3 },
      { id: "gpu-1", busy: false, busySeconds: 0 },
    ]);
    usage.end("gpu-0");
    clock.time += 1_000;
    expect(usage.states()[0]).to.deep.equal({ id: "gpu-0", busy: false, busySeconds: 3 });
  });

  it("never runs backwards, though the host's clock is set back", () => {
    const clock = new ManualClock();
    const usage = new SlotUsage(clock);
    usage.begin("cpu");
    clock.time -= 10_000;
    expect(usage.states()[0]?.busySeconds).to.equal(0);
  });
});
