import { expect } from "chai";
import { describe, it } from "mocha";
import type { Slot } from "../../../../src/core/ports/job-runtime.js";
import { knownSlots, runningOn, slotKey } from "../../../../src/core/training/forecast-slots.js";
import { Pace } from "../../../../src/core/training/pace.js";
import { activeTraining, EPOCH, queuedTraining } from "../../../support/stored-samples.js";

const NOW = EPOCH + 3_600_000;
const CARD: Slot = { id: "gpu-0", kind: "gpu", memoryGiB: 12 };
const own = [{ workerId: "me", slots: [CARD] }];
const key = (workerId: string, slotId: string) => slotKey({ workerId, slotId });
const on = (workerId: string, slotId: string, overrides = {}) =>
  activeTraining({ workerId, slotId, leaseUntil: NOW }, overrides);

describe("the slots that are known", () => {
  it("are those of the known workers, with what fits them", () => {
    const [slot, ...others] = knownSlots(own, [on("me", "gpu-0"), on("me", "gone")], NOW);
    expect(others).to.deep.equal([]);
    expect(slot?.id).to.equal(key("me", "gpu-0"));
    expect([...(slot?.recipeIds ?? [])])
      .to.include.members(["sdxl", "wan", "tiny-sdxl"])
      .and.not.include("flux");
  });

  it("are those of other workers, of the same name too, with what they were seen to take and what is smaller", () => {
    const seen = [
      on("other", "gpu-0", { recipeId: "sdxl" }),
      on("other", "gpu-0", { recipeId: "tiny-sdxl", status: "PREPARING" }),
      on("other", "gpu-1", { recipeId: "flux", status: "COMPLETED", endedAt: NOW - 60_000 }),
    ];
    const [, first, second, ...more] = knownSlots(own, seen, NOW);
    expect(more).to.deep.equal([]);
    expect(first?.id).to.equal(key("other", "gpu-0"));
    expect([...(first?.recipeIds ?? [])])
      .to.include.members(["sdxl", "wan"])
      .and.not.include("flux");
    expect([...(second?.recipeIds ?? [])]).to.include.members(["flux", "wan-14b", "sdxl"]);
  });

  it("are not those that other workers have not used for a while", () => {
    const seen = [on("other", "gpu-0", { status: "COMPLETED", endedAt: NOW - 3_600_000 }), queuedTraining(1)];
    expect(knownSlots(own, seen, NOW)).to.have.lengthOf(1);
  });
});

describe("what runs", () => {
  it("ends one after the other on a slot, but for what is published beside it", () => {
    const step = (etaSeconds: number) => ({ phase: "train", step: 0, steps: 9, etaSeconds }) as const;
    const next = on("me", "gpu-0", { status: "PREPARING", ownerId: "C" });
    const { startedAt: _startedAt, ...job } = next.job!;
    const active = [
      { ...next, job },
      on("me", "gpu-0", { ownerId: "B", updatedAt: NOW, progress: step(100) }),
      on("me", "gpu-0", { ownerId: "A", status: "PUBLISHING" }),
      on("other", "gpu-0", { ownerId: "D", updatedAt: NOW, progress: step(7) }),
      queuedTraining(1),
    ];
    const ends = runningOn(active, new Pace([]), NOW).map(({ ownerId, slotId, endsAt }) => [
      ownerId,
      slotId,
      (endsAt - NOW) / 1000,
    ]);
    expect(ends).to.have.deep.members([
      ["A", key("me", "gpu-0"), 5],
      ["B", key("me", "gpu-0"), 105],
      ["C", key("me", "gpu-0"), 134.6],
      ["D", key("other", "gpu-0"), 12],
    ]);
  });
});
