import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

export const restart: Scenario = {
  name: "restart",
  about: "SIGTERM at a random instant, and started again",
  runs: 12,
  moments: LIFE,
  delayMs: 400,
  async strike({ darkroom }) {
    await darkroom.stop();
    await darkroom.start();
  },
};
