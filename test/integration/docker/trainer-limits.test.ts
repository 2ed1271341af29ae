import { execFile } from "node:child_process";
import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { JobSpec, RunningJob } from "../../../src/core/ports/job-runtime.js";
import { useDockerHouse } from "../../support/docker-house.js";

const run = promisify(execFile);
const never = new AbortController().signal;
const GIB = 1024 ** 3;

describe("what a trainer in a container may do", function () {
  this.timeout(60_000);
  const house = useDockerHouse();

  async function linesOf(job: RunningJob): Promise<string[]> {
    const all: string[] = [];
    for await (const line of job.output(never)) all.push(line);
    return all;
  }

  /** What the kernel tells the trainer of itself. */
  async function shown(path: string): Promise<string[]> {
    return linesOf(await house.runtime().start(await house.job([{ show: path }])));
  }

  it("is what the kernel says too: nobody special, no capability, no way to get one", async () => {
    const status = Object.fromEntries(
      (await shown("/proc/self/status")).map((line) => line.split(/:\s*/, 2)),
    ) as Record<string, string>;
    expect(status["Uid"]).to.match(/^(?!0\s)\d+/);
    expect(status["Gid"]).to.match(/^(?!0\s)\d+/);
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
      expect(status[set], set).to.match(/^0+$/);
    expect(status["NoNewPrivs"]).to.equal("1");
    expect(status["Seccomp"]).to.equal("2");
    expect(status["PPid"]).to.equal("1"); // The init, which reaps what a trainer leaves.
  });

  it("has a read-only root, a temporary folder and shared memory for the data's workers", async () => {
    const mounts = (await shown("/proc/mounts")).map((line) => line.split(" "));
    const optionsOf = (path: string): string[] => mounts.find(([, at]) => at === path)?.[3]?.split(",") ?? [];
    expect(optionsOf("/")).to.include("ro");
    expect(optionsOf("/job")).to.include("ro");
    expect(optionsOf("/job/output")).to.include("rw");
    expect(optionsOf("/tmp")).to.include.members(["rw", "nosuid", "nodev", `size=${(4 * GIB) / 1024}k`]);
    expect(optionsOf("/dev/shm")).to.include.members(["rw", `size=${(2 * GIB) / 1024}k`]);
  });

  it("has bounds on its processes, memory and core files", async () => {
    const spec = await house.job([{ show: "/proc/self/limits" }]);
    const lines = await linesOf(await house.runtime({ memoryLimitBytes: GIB }).start(spec));
    expect(lines.find((line) => line.startsWith("Max core file size"))).to.match(/\s0\s+0\s/);
    const { HostConfig } = await house.engine.getContainer(`darkroom-${spec.jobId}`).inspect();
    expect(HostConfig).to.deep.include({ Memory: GIB, MemorySwap: GIB, PidsLimit: 2048 });
  });

  it("shares the engine's memory among the slots, and leaves the host a tenth", async () => {
    const spec = await house.job([{ exit: 0 }]);
    await house.runtime().start(spec);
    const { MemTotal } = (await house.engine.info()) as { MemTotal: number };
    const { HostConfig } = await house.engine.getContainer(`darkroom-${spec.jobId}`).inspect();
    expect(HostConfig.Memory).to.equal(Math.floor(MemTotal * 0.9));
  });

  it("does not fill the engine's disk with its log, which can be followed while it goes round", async () => {
    const spec = await house.job([{ flood: 400_000_000 }, { error: "why" }, { print: "end" }]);
    const job = await house.runtime().start(spec);
    let last = "";
    for await (const line of job.output(never)) last = line;
    expect(last).to.equal("end");
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    expect(await job.logTail(1)).to.deep.equal(["why"]);
    expect(await logBytes(spec)).to.be.lessThan(4 * 64 * 1024 * 1024 + 1e6);
  }).timeout(180_000);

  it("ends with its own code on a full disk, and what it said is known", async () => {
    const spec = await house.job([{ print: "up" }, { fill: "/job/output/lora" }]);
    await mkdir(join(spec.folder, "output"), { recursive: true });
    await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", join(spec.folder, "output")]);
    try {
      const job = await house.runtime().start(spec);
      expect(await job.wait(never)).to.deep.equal({ code: 70 });
      expect((await job.logTail(1))[0]).to.include("No space left on device");
      await job.remove();
    } finally {
      await run("umount", [join(spec.folder, "output")]);
    }
  });

  async function logBytes({ jobId }: JobSpec): Promise<number> {
    const { LogPath } = await house.engine.getContainer(`darkroom-${jobId}`).inspect();
    const folder = dirname(LogPath);
    const logs = (await readdir(folder)).filter((name) => name.includes("-json.log"));
    const sizes = await Promise.all(logs.map(async (name) => (await stat(join(folder, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }
});
