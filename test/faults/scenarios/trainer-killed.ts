import { readFile } from "node:fs/promises";
import type { Rig } from "../harness/rig.js";
import type { Scenario, Strike } from "../harness/scenario.js";

const SHARED = {
  runs: 12,
  moments: ["TRAINING"],
  delayMs: 500,
  // A trainer that was killed is started again from its checkpoint, twice at most.
  starts: 3,
} as const;

export const trainerKilled: Scenario = {
  ...SHARED,
  name: "trainer-killed",
  about: "kill -9 of the trainer's process",
  async strike(rig, run) {
    kill(await trainerOf(rig, run));
  },
};

export const supervisorKilled: Scenario = {
  ...SHARED,
  name: "supervisor-killed",
  about: "kill -9 of what stands between the bot and the trainer",
  async strike(rig, run) {
    const trainer = await trainerOf(rig, run);
    if (trainer !== undefined) kill(await parentOf(trainer));
  },
};

/** The trainer that runs for this person now. */
async function trainerOf({ darkroom, stores }: Rig, { customer }: Strike): Promise<number | undefined> {
  const [training] = await stores.trainings.listByOwner(customer.userId, { limit: 1 });
  const journal = await darkroom.trainer.journal();
  const last = journal.findLast((line) => line.training === training?.id);
  return last?.what === "start" || last?.what === "step" ? last.pid : undefined;
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** It may have ended by itself a moment ago. Never this process's own family: a trainer's parent is a shell. */
function kill(pid: number | undefined): void {
  if (pid === undefined || pid <= 1 || pid === process.pid) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
