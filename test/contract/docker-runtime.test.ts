import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe } from "mocha";
import {
  buildFakeTrainerImage,
  copiedJobs,
  dockerRuntimeAt,
  testEngine,
} from "../support/docker-runtime-fixture.js";
import { runUntilFirstLine } from "../support/program-that-dies.js";
import { requireService } from "../support/services.js";
import { shouldBehaveLikeJobRuntime, type RuntimeUnderTest } from "./job-runtime.js";

const STARTER = fileURLToPath(new URL("../support/start-docker-job.ts", import.meta.url));

type Storage = "shared" | "copied";

async function makeFixture(host: string, storage: Storage): Promise<RuntimeUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "darkroom-docker-"));
  const engine = testEngine(host);
  const changes = storage === "copied" ? copiedJobs(root) : {};
  return {
    root,
    runtime: dockerRuntimeAt(host, root, changes),
    another: () => dockerRuntimeAt(host, root, changes),
    startFromProgramThatDies: (spec) =>
      runUntilFirstLine(STARTER, [host, root, JSON.stringify(spec), storage]),
    killTrainer: async ({ jobId }) => {
      await engine.getContainer(`darkroom-${jobId}`).kill({ signal: "SIGKILL" });
    },
    leftOf: async ({ jobId }) => {
      const containers = await engine.listContainers({ all: true });
      const { Volumes } = await engine.listVolumes();
      const names = [...containers.flatMap(({ Names }) => Names), ...Volumes.map(({ Name }) => `/${Name}`)];
      // A start's volumes have the job's name with a dot and more.
      return names.filter((name) => `${name}.`.startsWith(`/darkroom-${jobId}.`));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

const STORAGES: [Storage, string][] = [
  ["shared", "DockerRuntime"],
  ["copied", "DockerRuntime of an engine that does not see the folders"],
];

for (const [storage, name] of STORAGES) {
  describe(name, function () {
    this.timeout(60_000);
    let host: string;

    before(async function () {
      this.timeout(300_000);
      host = requireService(this, "DOCKER_TEST_HOST");
      await buildFakeTrainerImage(host);
    });

    shouldBehaveLikeJobRuntime(() => makeFixture(host, storage));
  });
}
