import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { expect } from "chai";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import type { JobSpec, RunningJob } from "../../../src/core/ports/job-runtime.js";
import { fakeJob, startsOf, type Act } from "../../support/fake-job.js";
import {
  buildFakeTrainerImage,
  dockerRuntimeAt,
  FAKE_TRAINER_IMAGE,
  testEngine,
} from "../../support/docker-runtime-fixture.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { requireService } from "../../support/services.js";

const run = promisify(execFile);
const never = new AbortController().signal;

describe("DockerRuntime on an engine", function () {
  this.timeout(60_000);
  let host: string;
  let root: string;
  let engine: Docker;
  let specs: JobSpec[];

  before(async function () {
    this.timeout(300_000);
    host = requireService(this, "DOCKER_TEST_HOST");
    engine = testEngine(host);
    await buildFakeTrainerImage(host);
  });

  beforeEach(async () => {
    specs = [];
    root = await mkdtemp(join(tmpdir(), "darkroom-docker-"));
  });

  afterEach(async () => {
    for (const { jobId } of specs) {
      const job = await dockerRuntimeAt(host, root).find(jobId);
      await job?.stop(0);
      await job?.remove();
    }
    await rm(root, { recursive: true, force: true });
  });

  async function specOf(acts: readonly Act[], changes: Partial<JobSpec> = {}): Promise<JobSpec> {
    const spec = await fakeJob(root, acts, changes);
    specs.push(spec);
    return spec;
  }

  async function untilLine(job: RunningJob, wanted: string): Promise<void> {
    for await (const line of job.output(never)) if (line === wanted) return;
    expect.fail(`the output ended without ${wanted}`);
  }

  it("shuts the trainer in", async () => {
    const spec = await specOf([{ print: "up" }, { sleep: 600 }]);
    const job = await dockerRuntimeAt(host, root).start(spec);
    await untilLine(job, "up");
    const { HostConfig, Config } = await engine.getContainer(`darkroom-${spec.jobId}`).inspect();
    expect(HostConfig).to.deep.include({
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      NetworkMode: "none",
      Init: true,
    });
    expect(HostConfig).to.deep.include({ SecurityOpt: ["no-new-privileges"], PidsLimit: 2048 });
    expect(HostConfig.Memory).to.be.greaterThan(0);
    expect(HostConfig.LogConfig?.Config).to.include({ "max-size": "64m" });
    expect(Config.User.split(":")[0]).to.not.equal("0");
    expect(Config).to.include({ StopTimeout: 60 });
  });

  it("lets the trainer write its output and nothing else", async () => {
    const spec = await specOf([{ count: true }, { write: "/tmp/x" }, { write: "/job/dataset/x" }]);
    const job = await dockerRuntimeAt(host, root).start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 1 });
    expect((await job.logTail(1))[0]).to.include("Read-only file system: '/job/dataset/x'");
    expect(await startsOf(spec)).to.equal(1);
    const other = await dockerRuntimeAt(host, root).start(await specOf([{ write: "/opt/x" }]));
    expect(await other.wait(never)).to.deep.equal({ code: 1 });
    expect((await other.logTail(1))[0]).to.include("Read-only file system: '/opt/x'");
  });

  it("leaves results that the bot can read", async () => {
    const spec = await specOf([{ count: true }]);
    await (await dockerRuntimeAt(host, root).start(spec)).wait(never);
    expect((await stat(join(spec.folder, "output", "starts"))).size).to.be.greaterThan(0);
  });

  it("tells a lack of memory", async () => {
    const runtime = dockerRuntimeAt(host, root, { memoryLimitBytes: 64 * 1024 * 1024 });
    const job = await runtime.start(await specOf([{ allocate: 500_000_000 }]));
    expect(await job.wait(never)).to.deep.equal({ signal: "SIGKILL", outOfMemory: true });
  });

  it("says what to do where the engine has no GPU to give, and leaves no container", async () => {
    const spec = await specOf([], { slot: { id: "gpu-0", kind: "gpu", device: "0" } });
    const error = await expectDomainError(dockerRuntimeAt(host, root).start(spec), "trainer-start");
    expect(error.message).to.include("NVIDIA Container Toolkit");
    expect(await dockerRuntimeAt(host, root).list()).to.not.include(spec.jobId);
  });

  it("finds no GPU slot on such an engine, but the CPU", async () => {
    const runtime = dockerRuntimeAt(host, root, { gpus: "auto" });
    expect(await runtime.slots()).to.deep.equal([{ id: "cpu", kind: "cpu" }]);
    const containers = await engine.listContainers({ all: true });
    expect(containers.flatMap(({ Names }) => Names).filter((name) => name.includes("probe"))).to.deep.equal(
      [],
    );
  });

  it("says what to do where the image cannot be had", async () => {
    const runtime = dockerRuntimeAt(host, root, { image: "127.0.0.1:1/no-such-image:1" });
    await expectDomainError(
      runtime.prepare(() => undefined),
      "trainer-start",
    );
  });

  it("says what to do where the engine does not see the folder", async () => {
    const runtime = dockerRuntimeAt(host, root, {
      pathMappings: [{ here: root, onEngine: "/no/such/folder" }],
    });
    const error = await expectDomainError(runtime.start(await specOf([])), "trainer-start");
    expect(error.message).to.include("does not see the bot's folders");
  });

  it("says what to do where no engine answers", async () => {
    const runtime = dockerRuntimeAt("unix:///no/such/docker.sock", root);
    const error = await expectDomainError(
      runtime.prepare(() => undefined),
      "trainer-away",
    );
    expect(error.message).to.include("RUNTIME=process");
    expect(error.retryable).to.equal(true);
  });

  it("has everything at hand to prepare when the image is there", async () => {
    const messages: string[] = [];
    await dockerRuntimeAt(host, root, { image: FAKE_TRAINER_IMAGE }).prepare((message) =>
      messages.push(message),
    );
    expect(messages).to.deep.equal([]);
  });

  it("does not list another worker's jobs", async () => {
    const spec = await specOf([{ exit: 0 }], { workerId: "worker-2" });
    await dockerRuntimeAt(host, root).start(spec);
    expect(await dockerRuntimeAt(host, root).list()).to.not.include(spec.jobId);
    expect(await dockerRuntimeAt(host, root, { workerId: "worker-2" }).list()).to.include(spec.jobId);
  });

  it("takes a container that somebody removed for one whose end nobody saw", async () => {
    const spec = await specOf([{ print: "up" }, { sleep: 600 }]);
    const job = await dockerRuntimeAt(host, root).start(spec);
    await untilLine(job, "up");
    const waiting = job.wait(never);
    await engine.getContainer(`darkroom-${spec.jobId}`).remove({ force: true });
    expect(Object.keys(await waiting)).to.not.include("code");
    await job.remove();
  });

  for (const signal of ["TERM", "KILL"]) {
    it(`follows a job to its end when the engine is restarted in the middle (SIG${signal})`, async function () {
      this.timeout(120_000);
      const restart = requireService(this, "DOCKER_TEST_RESTART");
      const numbers = Array.from({ length: 12 }, (_, number) => `line ${number}`);
      const spec = await specOf(numbers.flatMap((line) => [{ print: line }, { sleep: 0.4 }]));
      const job = await dockerRuntimeAt(host, root).start(spec);
      const exit = job.wait(never);
      const seen: string[] = [];
      let restarted: Promise<unknown> | undefined;
      for await (const line of job.output(never)) {
        seen.push(line);
        if (seen.length === 3) restarted = run(restart, [signal]);
      }
      await restarted;
      expect(seen).to.deep.equal(numbers);
      expect(await exit).to.deep.equal({ code: 0 });
    });
  }
});
