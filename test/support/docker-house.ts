import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterEach, before, beforeEach } from "mocha";
import type { JobSpec } from "../../src/core/ports/job-runtime.js";
import type { DockerRuntime, DockerRuntimeOptions } from "../../src/integrations/docker/docker-runtime.js";
import { buildFakeTrainerImage, dockerRuntimeAt, testEngine } from "./docker-runtime-fixture.js";
import { fakeJob, type Act } from "./fake-job.js";
import { requireService } from "./services.js";

/** What a suite on the test engine works with; made anew for each test, and its jobs removed after it. */
export interface DockerHouse {
  readonly host: string;
  readonly engine: Docker;
  readonly root: string;
  runtime(changes?: Partial<DockerRuntimeOptions>): DockerRuntime;
  job(acts: readonly Act[], changes?: Partial<JobSpec>): Promise<JobSpec>;
}

/** To be called in a `describe`. Skips the suite where there is no engine. */
export function useDockerHouse(
  common: (root: string) => Partial<DockerRuntimeOptions> = () => ({}),
): DockerHouse {
  const house = { host: "", root: "", engine: undefined as unknown as Docker };
  let specs: JobSpec[] = [];

  before(async function () {
    this.timeout(300_000);
    house.host = requireService(this, "DOCKER_TEST_HOST");
    house.engine = testEngine(house.host);
    await buildFakeTrainerImage(house.host);
  });

  beforeEach(async () => {
    specs = [];
    house.root = await mkdtemp(join(tmpdir(), "darkroom-docker-"));
  });

  function runtime(changes: Partial<DockerRuntimeOptions> = {}): DockerRuntime {
    return dockerRuntimeAt(house.host, house.root, { ...common(house.root), ...changes });
  }

  afterEach(async () => {
    for (const { jobId } of specs) {
      const job = await runtime().find(jobId);
      await job?.stop(0);
      await job?.remove();
    }
    await rm(house.root, { recursive: true, force: true });
  });

  return Object.assign(house, {
    runtime,
    job: async (acts: readonly Act[], changes: Partial<JobSpec> = {}) => {
      const spec = await fakeJob(house.root, acts, changes);
      specs.push(spec);
      return spec;
    },
  });
}
