import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe } from "mocha";
import { buildFakeTrainerImage, dockerRuntimeAt, testEngine } from "../support/docker-runtime-fixture.js";
import { runUntilFirstLine } from "../support/program-that-dies.js";
import { requireService } from "../support/services.js";
import { shouldBehaveLikeJobRuntime, type RuntimeUnderTest } from "./job-runtime.js";

const STARTER = fileURLToPath(new URL("../support/start-docker-job.ts", import.meta.url));

async function makeFixture(host: string): Promise<RuntimeUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "darkroom-docker-"));
  const engine = testEngine(host);
  return {
    root,
    runtime: dockerRuntimeAt(host, root),
    another: () => dockerRuntimeAt(host, root),
    startFromProgramThatDies: (spec) => runUntilFirstLine(STARTER, [host, root, JSON.stringify(spec)]),
    killTrainer: async ({ jobId }) => {
      await engine.getContainer(`darkroom-${jobId}`).kill({ signal: "SIGKILL" });
    },
    leftOf: async ({ jobId }) => {
      const containers = await engine.listContainers({ all: true });
      return containers.flatMap(({ Names }) => Names).filter((name) => name.endsWith(jobId));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

describe("DockerRuntime", function () {
  this.timeout(60_000);
  let host: string;

  before(async function () {
    this.timeout(300_000);
    host = requireService(this, "DOCKER_TEST_HOST");
    await buildFakeTrainerImage(host);
  });

  shouldBehaveLikeJobRuntime(() => makeFixture(host));
});
