import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

/**
 * kill -9 at a random instant of each training's life. A run is one training from /train to its last message with a
 * kill at an instant of its own, drawn by its seed; the kills of the others who train at the time hit it as well.
 */
export const killRandom: Scenario = {
  name: "kill-random",
  about: "kill -9 at a random instant, and started again",
  runs: 200,
  moments: LIFE,
  delayMs: 400,
  strike: (rig) => rig.crash(),
};
