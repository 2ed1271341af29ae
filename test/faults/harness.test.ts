import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { configSchema } from "../../src/config.js";
import { playBatch, type BatchResult } from "./harness/batch.js";
import { bundleProgram, type Bundle } from "./harness/bundle.js";
import { isForbidden, lackOf } from "./harness/needs.js";
import { SCENARIOS } from "./scenarios/index.js";

/** `npm run faults` has many times more; FAULT_SEED draws other instants. */
const SEED = Number(process.env["FAULT_SEED"] ?? 20_261_121);
const RUNS = 3;
const HAS_ROLES = "ROLE" in configSchema.shape;

describe(`each fault, ${RUNS} runs (FAULT_SEED=${SEED})`, () => {
  let bundle: Bundle;

  before("bundle the program", async function () {
    this.timeout(60_000);
    bundle = await bundleProgram();
  });
  after(() => bundle.remove());

  // What this program cannot do at all is no test of it.
  for (const scenario of SCENARIOS.filter(
    (one) => one.needs?.includes("worker-role") !== true || HAS_ROLES,
  )) {
    it(scenario.about, async function () {
      this.timeout(400_000);
      const lack = lackOf(scenario);
      if (isForbidden(lack)) throw new Error(`REQUIRE_SERVICES=1, but ${lack}`);
      if (lack !== undefined) {
        process.stdout.write(`    skipped: ${lack}\n`);
        this.skip();
      }
      const plan = { seed: SEED, runs: RUNS, pace: { outageMs: 2_000 }, main: bundle.main };
      const { lost, doubled, left, log } = await playBatch(scenario, plan);
      const wrong: Pick<BatchResult, "lost" | "doubled" | "left"> = { lost, doubled, left };
      const findings = [...lost, ...doubled, ...left].join("\n");
      expect(wrong, `${findings}\n${log}`).to.deep.equal({ lost: [], doubled: [], left: [] });
    });
  }
});
