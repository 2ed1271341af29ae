import { setTimeout as sleep } from "node:timers/promises";
import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

/** A lease lasts a minute. */
export const PAST_A_LEASE_MS = 70_000;

/** Time is not waited for: the frozen one and everybody else find that their clocks have moved on. */
export const frozen: Scenario = {
  name: "frozen",
  about: "SIGSTOP for longer than a lease, and woken",
  runs: 12,
  moments: LIFE,
  delayMs: 400,
  rig: { clock: true },
  async strike(rig) {
    const { pid } = rig.darkroom;
    if (pid === undefined) return;
    process.kill(pid, "SIGSTOP");
    await rig.shiftClock(PAST_A_LEASE_MS);
    await sleep(2_000);
    process.kill(pid, "SIGCONT");
  },
};
