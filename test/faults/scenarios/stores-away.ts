import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../support/fault-proxy.js";
import { LIFE } from "../harness/moments.js";
import type { Scenario, Strike } from "../harness/scenario.js";
import type { Rig } from "../harness/rig.js";

const SHARED = {
  runs: 12,
  moments: LIFE,
  delayMs: 400,
  batch: 6,
  needs: ["servers"],
  rig: { servers: true },
} as const satisfies Partial<Scenario>;

export const mongoAway: Scenario = {
  ...SHARED,
  name: "mongo-away",
  about: "no connection to MongoDB",
  async strike(rig, { pace }) {
    rig.servers?.mongo.cut();
    await sleep(Math.min(pace.outageMs, 30_000));
    rig.servers?.mongo.mend();
  },
};

async function s3Fails({ servers }: Rig, { pace }: Strike, decide: () => Fault): Promise<void> {
  if (servers === undefined) return;
  servers.s3.decide = decide;
  await sleep(pace.outageMs);
  servers.s3.decide = () => "none";
}

export const s3Errors: Scenario = {
  ...SHARED,
  name: "s3-500",
  about: "S3 answers every call with 500",
  strike: (rig, run) => s3Fails(rig, run, () => ({ status: 500 })),
};

export const s3Cut: Scenario = {
  ...SHARED,
  name: "s3-cut",
  about: "S3 cuts connections, before and in the middle of its answers",
  strike: (rig, run) => s3Fails(rig, run, () => (run.random.below(2) === 0 ? "cut request" : "cut answer")),
};

export const killWithServers: Scenario = {
  ...SHARED,
  name: "kill-servers",
  about: "kill -9 at a random instant, with MongoDB and S3",
  runs: 20,
  batch: 10,
  strike: (rig) => rig.crash(),
};
