import { setTimeout as sleep } from "node:timers/promises";
import type { Rig } from "../harness/rig.js";
import type { Scenario, Strike } from "../harness/scenario.js";

const SHARED = {
  runs: 12,
  moments: ["PREPARING", "TRAINING", "PUBLISHING"],
  order: "in turn",
  // The states before and after the training pass in a moment.
  delayMs: 12,
  batch: 6,
  // One slot: who waits for it is struck with those that train.
  crowd: 2,
  // What ended with its engine, or unheard while that was away, is started again from its checkpoint, twice at most.
  starts: 3,
  needs: ["engine"],
} as const satisfies Partial<Scenario>;

const trainer = { steps: 30, secondsPerStep: 0.05 };
/** A second for the container's start, and most of the steps. */
const TRAINING_MS = 2_000;

async function away({ engine }: Rig, run: Strike, signal: "KILL" | "TERM"): Promise<void> {
  const { customer, random, pace } = run;
  if (customer.latest === "TRAINING") await sleep(random.below(TRAINING_MS));
  await engine?.restart(signal, pace.outageMs);
}

export const engineKilled: Scenario = {
  ...SHARED,
  name: "engine-killed",
  about: "kill -9 of the Docker engine, started again later; its containers run on",
  rig: { engine: { liveRestore: true }, trainer },
  strike: (rig, run) => away(rig, run, "KILL"),
};

export const engineStopped: Scenario = {
  ...SHARED,
  name: "engine-stopped",
  about: "the Docker engine is stopped with all its containers, and started again later",
  rig: { engine: { liveRestore: false }, trainer },
  strike: (rig, run) => away(rig, run, "TERM"),
};

export const engineCopied: Scenario = {
  ...SHARED,
  name: "engine-copied",
  about: "kill -9 of a Docker engine to which jobs are copied, started again later",
  rig: { engine: { liveRestore: true, copied: true }, trainer },
  strike: (rig, run) => away(rig, run, "KILL"),
};
