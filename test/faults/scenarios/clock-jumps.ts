import { setTimeout as sleep } from "node:timers/promises";
import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

const JUMPS_MS = [3_600_000, -3_600_000, 70_000, -70_000];

export const clockJumps: Scenario = {
  name: "clock-jumps",
  about: "the machine's clock is set an hour or a minute on or back, and right again",
  runs: 12,
  moments: LIFE,
  delayMs: 400,
  rig: { clock: true },
  async strike(rig, { random }) {
    const jump = JUMPS_MS[random.below(JUMPS_MS.length)]!;
    await rig.shiftClock(jump);
    await sleep(500 + random.below(1_500));
    await rig.shiftClock(-jump);
  },
};
