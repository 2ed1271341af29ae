import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

/** The moments in turn, and a kill within some milliseconds of each. */
export const killBoundary: Scenario = {
  name: "kill-boundary",
  about: "kill -9 at each step and change of state in turn, before and after the last message",
  runs: 2 * LIFE.length,
  moments: LIFE,
  order: "in turn",
  delayMs: 12,
  batch: LIFE.length,
  strike: (rig) => rig.crash(),
};
