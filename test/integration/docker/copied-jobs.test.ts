import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { JobSpec } from "../../../src/core/ports/job-runtime.js";
import { isDomainError } from "../../../src/core/errors.js";
import { breakingProxy } from "../../support/breaking-proxy.js";
import { copiedJobs } from "../../support/docker-runtime-fixture.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { useDockerHouse } from "../../support/docker-house.js";

const run = promisify(execFile);
const never = new AbortController().signal;

describe("jobs that are copied to an engine and back", function () {
  this.timeout(60_000);
  const house = useDockerHouse(copiedJobs);

  const outputOf = (spec: JobSpec, ...path: string[]): string => join(spec.folder, "output", ...path);

  async function namesOnEngine({ jobId }: JobSpec): Promise<string[]> {
    const filters = { label: [`org.darkroom.job=${jobId}`] };
    const containers = await house.engine.listContainers({ all: true, filters });
    const { Volumes } = await house.engine.listVolumes({ filters });
    return [...containers.flatMap(({ Names }) => Names), ...Volumes.map(({ Name }) => Name)];
  }

  it("give the trainer its whole folder, and bring its output back whole", async () => {
    const spec = await house.job([{ show: "/job/dataset/0001.txt" }, { write: "/job/output/deep/er/lora" }]);
    await writeFile(join(spec.folder, "dataset", "0001.txt"), "a caption\n");
    await writeFile(join(spec.folder, "dataset", "empty.txt"), "");
    const job = await house.runtime().start(spec);
    const lines: string[] = [];
    for await (const line of job.output(never)) lines.push(line);
    expect(lines).to.deep.equal(["a caption"]);
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    expect(await readFile(outputOf(spec, "deep", "er", "lora"), "utf8")).to.equal("x");
    expect(await readdir(spec.folder)).to.not.include("lora");
  });

  it("let the trainer write its output alone, and the weights", async () => {
    const spec = await house.job([{ write: "/models/hub/x" }, { write: "/job/dataset/x" }]);
    const job = await house.runtime().start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 1 });
    expect((await job.logTail(1))[0]).to.include("Read-only file system: '/job/dataset/x'");
    const after = await house.runtime().start(await house.job([{ show: "/models/hub/x" }]));
    expect(await after.wait(never)).to.deep.equal({ code: 0 });
  });

  it("go on from an earlier start's checkpoint, and forget what the trainer has removed", async () => {
    const spec = await house.job([
      { show: "/job/output/checkpoints/step-1/state" },
      { write: "/job/output/checkpoints/step-2/state" },
      { remove: "/job/output/checkpoints/step-1/state" },
    ]);
    await mkdir(outputOf(spec, "checkpoints", "step-1"), { recursive: true });
    await writeFile(outputOf(spec, "checkpoints", "step-1", "state"), "one");
    const job = await house.runtime().start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    expect(await readdir(outputOf(spec, "checkpoints", "step-1"))).to.deep.equal([]);
    expect(await readdir(outputOf(spec, "checkpoints", "step-2"))).to.deep.equal(["state"]);
  });

  it("bring a checkpoint back when they are stopped", async () => {
    const spec = await house.job([{ write: "/job/output/checkpoint" }, { print: "up" }, { sleep: 600 }]);
    const job = await house.runtime().start(spec);
    for await (const line of job.output(never)) if (line === "up") break;
    await job.stop(20);
    expect(await readFile(outputOf(spec, "checkpoint"), "utf8")).to.equal("x");
  });

  it("show a sample while the trainer runs on", async () => {
    const spec = await house.job([{ sample: "samples/step-1-0.png" }, { sleep: 600 }]);
    const job = await house.runtime().start(spec);
    for await (const line of job.output(never)) {
      expect(line).to.include("step-1-0.png");
      break;
    }
    expect(await readFile(outputOf(spec, "samples", "step-1-0.png"), "utf8")).to.equal("a picture");
  });

  it("do without a sample whose path leads elsewhere", async () => {
    const event = JSON.stringify({ event: "sample", step: 1, path: "../../../etc/passwd", prompt: "" });
    const spec = await house.job([{ print: event }, { print: "after" }]);
    const job = await house.runtime().start(spec);
    const lines: string[] = [];
    for await (const line of job.output(never)) lines.push(line);
    expect(lines).to.deep.equal([event, "after"]);
    expect(await readdir(house.root)).to.not.include("etc");
  });

  it("give the trainer the hub's token as a file that is its own", async () => {
    const token = join(house.root, "token");
    await writeFile(token, "hf_secret\n");
    const spec = await house.job([{ show: "/job/.hub-token" }]);
    const job = await house.runtime({ hubTokenFile: token }).start(spec);
    const lines: string[] = [];
    for await (const line of job.output(never)) lines.push(line);
    expect(lines).to.deep.equal(["hf_secret"]);
    const inspection = await house.engine.getContainer(`darkroom-${spec.jobId}`).inspect();
    expect(JSON.stringify(inspection)).to.not.include("hf_secret");
    expect(inspection.Mounts.filter(({ RW }) => RW).map(({ Destination }) => Destination)).to.have.members([
      "/job/output",
      "/models",
    ]);
    expect(inspection.Args.join(" ")).to.include("--hub-token-file /job/.hub-token");
  });

  it("leave one container and two volumes while they are there, and nothing after", async () => {
    const spec = await house.job([{ exit: 0 }]);
    const job = await house.runtime().start(spec);
    await job.wait(never);
    expect(await namesOnEngine(spec)).to.have.lengthOf(3);
    await job.remove();
    expect(await namesOnEngine(spec)).to.deep.equal([]);
  });

  it("leave nothing where the engine refuses to start them", async () => {
    const spec = await house.job([], { slot: { id: "gpu-0", kind: "gpu", device: "0" } });
    const error = await house
      .runtime()
      .start(spec)
      .catch((reason: unknown) => String(reason));
    expect(error).to.include("NVIDIA Container Toolkit");
    expect(await namesOnEngine(spec)).to.deep.equal([]);
  });

  it("are begun anew when the program died in the middle of copying, and swept where nobody wants them", async () => {
    const spec = await house.job([{ count: true }]);
    // As such a program leaves them: volumes, the container that carries files in, no trainer.
    const Labels = {
      "org.darkroom.job": spec.jobId,
      "org.darkroom.worker": spec.workerId,
      "org.darkroom.carrier": "1",
    };
    const left = `darkroom-${spec.jobId}.00000000`;
    await house.engine.createVolume({ Name: `${left}.job`, Labels });
    const Mounts = [{ Type: "volume" as const, Source: `${left}.job`, Target: "/job" }];
    const name = `${left}.carrier`;
    const Image = "darkroom-fake-trainer";
    await house.engine.createContainer({ name, Image, Labels, HostConfig: { Mounts } });
    expect(await house.runtime().list()).to.include(spec.jobId);
    // It may still be at work: too young to be swept, no hindrance to a start.
    expect(await house.runtime().find(spec.jobId)).to.equal(undefined);
    expect(await namesOnEngine(spec)).to.have.lengthOf(2);
    const job = await house.runtime().start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    await job.remove();
    expect(await namesOnEngine(spec)).to.deep.equal([]);
  });

  it("survive a connection that breaks while they are copied: the next start copies them again", async () => {
    const proxy = await breakingProxy(house.host.replace("unix://", ""));
    const spec = await house.job([{ show: "/job/dataset/last.txt" }]);
    await writeFile(join(spec.folder, "dataset", "big.bin"), Buffer.alloc(20_000_000, 1));
    await writeFile(join(spec.folder, "dataset", "last.txt"), "last\n");
    const runtime = house.runtime({ host: `tcp://127.0.0.1:${proxy.port}` });
    proxy.bytesUntilBreak(5_000_000);
    const error = await runtime.start(spec).catch((reason: unknown) => reason);
    expect(isDomainError(error, "trainer-away") && error.retryable, String(error)).to.equal(true);
    proxy.bytesUntilBreak(Infinity);
    const job = await runtime.start(spec);
    const lines: string[] = [];
    for await (const line of job.output(never)) lines.push(line);
    expect(lines).to.deep.equal(["last"]);
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    await job.remove();
    expect(await namesOnEngine(spec)).to.deep.equal([]);
    await proxy.close();
  });

  it("do not come back for a folder that is gone", async () => {
    const spec = await house.job([{ count: true }]);
    const job = await house.runtime().start(spec);
    await rm(spec.folder, { recursive: true });
    await job.wait(never);
    expect(await stat(spec.folder).catch(() => "gone")).to.equal("gone");
  });

  it("say so where this program's disk is too full for the output, and bring it when there is room", async () => {
    const jobs = join(house.root, "jobs");
    await mkdir(jobs);
    await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", jobs]);
    try {
      const spec = await house.job([{ blob: 3_000_000 }]);
      const job = await house.runtime().start(spec);
      await expectDomainError(job.wait(never), "disk-full");
      expect(await readdir(outputOf(spec))).to.deep.equal([]);
      await run("mount", ["-o", "remount,size=8m", jobs]);
      expect(await job.wait(never)).to.deep.equal({ code: 0 });
      expect((await stat(outputOf(spec, "blob"))).size).to.equal(3_000_000);
    } finally {
      await run("umount", [jobs]);
    }
  });
});
