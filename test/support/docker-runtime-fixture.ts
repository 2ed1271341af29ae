import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import Docker from "dockerode";
import { DockerRuntime, type DockerRuntimeOptions } from "../../src/integrations/docker/docker-runtime.js";
import { TEST_WORKER } from "./fake-job.js";

export const FAKE_TRAINER_IMAGE = "darkroom-fake-trainer";
const SUPPORT = fileURLToPath(new URL(".", import.meta.url));

/** A client of the test engine, of the tests' own. */
export function testEngine(host: string): Docker {
  return new Docker({ socketPath: host.replace("unix://", "") });
}

/** Builds the image of the fake trainer on the test engine; the engine keeps what has not changed. */
export function buildFakeTrainerImage(host: string): Promise<void> {
  return buildImage(host, FAKE_TRAINER_IMAGE, "fake-trainer");
}

/** Of NAME.py and NAME.Dockerfile beside this file. */
export async function buildImage(host: string, tag: string, name: string): Promise<void> {
  const dockerfile = `${name}.Dockerfile`;
  const stream = await testEngine(host).buildImage(
    { context: SUPPORT, src: [dockerfile, `${name}.py`] },
    { t: tag, dockerfile },
  );
  for await (const line of createInterface({ input: stream })) {
    const { error } = JSON.parse(line) as { error?: string };
    if (error !== undefined) throw new Error(error);
  }
}

/** A Docker runtime of the tests' worker that starts the fake trainer. */
export function dockerRuntimeAt(
  host: string,
  root: string,
  changes: Partial<DockerRuntimeOptions> = {},
): DockerRuntime {
  return new DockerRuntime({
    host,
    image: FAKE_TRAINER_IMAGE,
    modelsFolder: join(root, "models"),
    workerId: TEST_WORKER,
    gpus: "none",
    ...changes,
  });
}

/** Makes a runtime copy jobs to the engine and back, as if it did not see their folders. */
export function copiedJobs(root: string): Partial<DockerRuntimeOptions> {
  return { copied: { jobsFolder: join(root, "jobs") } };
}
