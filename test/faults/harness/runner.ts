import { availableParallelism } from "node:os";
import { playBatch, type BatchResult } from "./batch.js";
import { bundleProgram } from "./bundle.js";
import { lackOf } from "./needs.js";
import type { Pace, Scenario } from "./scenario.js";
import { Tally } from "./tally.js";

const BATCH = 20;
/** Seeds of batches lie so far apart that no two runs share one. */
const SEEDS_APART = 10_000;
/** An installation and its people keep a core busy. */
const AT_ONCE = Math.max(1, Math.min(4, availableParallelism()));

export interface FaultPlan {
  readonly seed: number;
  /** For each scenario; its own number where not given. */
  readonly runs?: number;
  readonly pace: Pace;
  readonly say: (line: string) => void;
}

/** Runs scenarios one after the other, each in batches, some batches at a time. */
export async function runFaults(scenarios: readonly Scenario[], plan: FaultPlan): Promise<Tally[]> {
  const bundle = await bundleProgram();
  try {
    const tallies: Tally[] = [];
    for (const scenario of scenarios) tallies.push(await runScenario(scenario, plan, bundle.main));
    return tallies;
  } finally {
    await bundle.remove();
  }
}

async function runScenario(scenario: Scenario, plan: FaultPlan, main: string): Promise<Tally> {
  const lack = lackOf(scenario);
  if (lack !== undefined) return new Tally(scenario.name, lack);
  const tally = new Tally(scenario.name);
  const since = performance.now();
  const queue = batchesOf(scenario, plan);
  const lane = async (): Promise<void> => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const result = await playBatch(scenario, { ...batch, pace: plan.pace, main });
      tally.add(result);
      plan.say(
        `${scenario.name}: ${tally.runs} runs after ${((performance.now() - since) / 1000).toFixed(0)} s`,
      );
      complain(scenario, batch, result, plan);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, lane));
  const states = [...tally.struckIn].map(([state, count]) => `${state} ${count}`);
  plan.say(`${scenario.name}: struck in ${states.join(", ")}`);
  return tally;
}

interface Share {
  readonly seed: number;
  readonly runs: number;
}

function batchesOf(scenario: Scenario, plan: FaultPlan): Share[] {
  const size = scenario.batch ?? BATCH;
  const total = plan.runs ?? scenario.runs;
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => ({
    seed: plan.seed + index * SEEDS_APART,
    runs: Math.min(size, total - index * size),
  }));
}

function complain(scenario: Scenario, { seed, runs }: Share, result: BatchResult, { say }: FaultPlan): void {
  for (const kind of ["lost", "doubled", "left"] as const) {
    for (const fault of result[kind]) say(`  ${kind}: ${fault}`);
  }
  if (result.log === "") return;
  say(result.log);
  say(`  again: npm run faults -- --only ${scenario.name} --seed ${seed} --runs ${runs}`);
}
