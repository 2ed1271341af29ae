import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "mocha";
import type { JobSpec } from "../../src/core/ports/job-runtime.js";
import { installFakeTrainer, processRuntimeIn } from "../support/process-runtime-fixture.js";
import { processesWith } from "../support/processes.js";
import { runUntilFirstLine } from "../support/program-that-dies.js";
import { shouldBehaveLikeJobRuntime, type RuntimeUnderTest } from "./job-runtime.js";

const STARTER = fileURLToPath(new URL("../support/start-process-job.ts", import.meta.url));

async function makeFixture(): Promise<RuntimeUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "darkroom-process-"));
  await installFakeTrainer(root);
  return {
    root,
    runtime: processRuntimeIn(root),
    another: () => processRuntimeIn(root),
    startFromProgramThatDies: (spec) => runUntilFirstLine(STARTER, [root, JSON.stringify(spec)]),
    async killTrainer(spec) {
      for (const { pid, command } of await processesWith(spec.folder)) {
        if (!command.includes("darkroom-job")) process.kill(pid, "SIGKILL");
      }
    },
    async leftOf(spec: JobSpec) {
      const files = await readdir(join(root, "runtime"));
      return [...files, ...(await processesWith(spec.folder)).map(({ pid }) => `process ${pid}`)];
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

describe("ProcessRuntime", () => {
  shouldBehaveLikeJobRuntime(makeFixture);
});
