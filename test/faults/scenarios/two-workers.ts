import { setTimeout as sleep } from "node:timers/promises";
import { LIFE, WORK } from "../harness/moments.js";
import type { Rig } from "../harness/rig.js";
import { PAST_A_LEASE_MS } from "./frozen.js";
import type { Scenario, Strike } from "../harness/scenario.js";
import type { Worker } from "../harness/workers.js";

const SHARED = {
  runs: 12,
  delayMs: 400,
  batch: 6,
  needs: ["worker-role", "servers"],
  rig: { servers: true, workers: 2, clock: true },
  // Who takes a lost job over has none of its files, and begins anew.
  starts: 3,
} as const satisfies Partial<Scenario>;

/** The worker that trains for this person, else the first. */
async function workerOf({ darkroom, stores, workers }: Rig, { customer }: Strike): Promise<Worker> {
  const [training] = await stores.trainings.listByOwner(customer.userId, { limit: 1 });
  const journal = await darkroom.trainer.journal();
  const folder = journal.findLast((line) => line.training === training?.id)?.folder ?? "";
  return workers.find(({ dataFolder }) => folder.startsWith(dataFolder)) ?? workers[0]!;
}

export const twoWorkers: Scenario = {
  ...SHARED,
  name: "two-workers",
  about: "kill -9 of one of two workers on one database, and started again",
  moments: WORK,
  strike: async (rig, run) => (await workerOf(rig, run)).crash(),
};

export const botKilled: Scenario = {
  ...SHARED,
  name: "bot-killed",
  about: "kill -9 of the process that talks, while two others train",
  moments: LIFE,
  strike: (rig) => rig.crash(),
};

export const workerFrozen: Scenario = {
  ...SHARED,
  name: "worker-frozen",
  about: "SIGSTOP of one of two workers for longer than a lease, and woken",
  moments: WORK,
  // Nobody can end the trainer of a worker that is frozen: it runs on until that one wakes, and counts for nothing.
  mayOverlap: true,
  async strike(rig, run) {
    const { pid } = await workerOf(rig, run);
    if (pid === undefined) return;
    process.kill(pid, "SIGSTOP");
    await rig.shiftClock(PAST_A_LEASE_MS);
    await sleep(6_000);
    process.kill(pid, "SIGCONT");
  },
};
