import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { isDomainError } from "../../../src/core/errors.js";
import type { RunningJob } from "../../../src/core/ports/job-runtime.js";
import { fakeJob, startsOf } from "../../support/fake-job.js";
import { installFakeTrainer, processRuntimeIn } from "../../support/process-runtime-fixture.js";
import { processesWith } from "../../support/processes.js";
import { runUntilFirstLine } from "../../support/program-that-dies.js";

const STARTER = fileURLToPath(new URL("../../support/start-process-job.ts", import.meta.url));
const never = new AbortController().signal;

describe("ProcessRuntime on a host", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "darkroom-process-"));
    await installFakeTrainer(root);
  });

  afterEach(async () => {
    const runtime = processRuntimeIn(root);
    for (const jobId of await runtime.list()) {
      const job = await runtime.find(jobId);
      await job?.stop(0);
      await job?.remove();
    }
    await rm(root, { recursive: true, force: true });
  });

  async function firstLine(job: RunningJob): Promise<string> {
    for await (const line of job.output(never)) return line;
    throw new Error("no output");
  }

  it("says of itself that it can start a job once its Python is there, and as long as it stays", async () => {
    const python = join(root, "python");
    const runtime = processRuntimeIn(root, { ensurePython: () => Promise.resolve(python) });
    const refused = () => runtime.check().then(() => "ready", String);
    expect(await refused()).to.contain("not ready");
    await writeFile(python, "#!/bin/sh\n", { mode: 0o755 });
    await runtime.prepare(() => undefined);
    expect(await refused()).to.equal("ready");
    await rm(python);
    expect(await refused()).to.contain("ENOENT");
  });

  it("has no job or one to adopt, whenever the program that starts it is killed", async function () {
    this.timeout(120_000);
    const seen = { none: 0, adopted: 0 };
    for (let run = 0; run < 10; run++) {
      const spec = await fakeJob(root, [{ count: true }, { sleep: 0.2 }]);
      await runUntilFirstLine(STARTER, [root, JSON.stringify(spec), "early"], run * 3);
      const runtime = processRuntimeIn(root);
      const found = await runtime.find(spec.jobId);
      seen[found ? "adopted" : "none"]++;
      if (!found) {
        await delay(300); // A supervisor on its way would have begun by now.
        expect(await startsOf(spec)).to.equal(0);
        expect(await runtime.list()).to.not.include(spec.jobId);
      }
      const job = await runtime.start(spec);
      expect(await job.wait(never)).to.deep.equal({ code: 0 });
      expect(await startsOf(spec)).to.equal(1);
    }
    expect(seen.none + seen.adopted).to.equal(10);
  });

  it("gives the trainer what it needs and no secret", async () => {
    process.env["BOT_TOKEN"] = "123:secret";
    process.env["S3_SECRET_ACCESS_KEY"] = "secret";
    process.env["HF_HUB_OFFLINE"] = "1";
    try {
      const spec = await fakeJob(root, [{ variables: true }], {
        slot: { id: "gpu-1", kind: "gpu", device: "GPU-5f" },
      });
      const job = await processRuntimeIn(root).start(spec);
      const variables = JSON.parse(await firstLine(job)) as Record<string, string>;
      expect(JSON.stringify(variables)).to.not.include("secret");
      expect(variables).to.include({ CUDA_VISIBLE_DEVICES: "GPU-5f", HF_HUB_OFFLINE: "1" });
      expect(variables["PYTHONPATH"]).to.equal(join(root, "trainer"));
      expect(variables["TMPDIR"]).to.equal(join(root, "runtime", spec.jobId, "tmp"));
      expect(Number(variables["OMP_NUM_THREADS"])).to.be.at.least(1);
    } finally {
      for (const name of ["BOT_TOKEN", "S3_SECRET_ACCESS_KEY", "HF_HUB_OFFLINE"])
        Reflect.deleteProperty(process.env, name);
    }
  });

  it("hides every GPU from a trainer on the CPU", async () => {
    const job = await processRuntimeIn(root).start(await fakeJob(root, [{ variables: true }]));
    expect(JSON.parse(await firstLine(job))).to.include({ CUDA_VISIBLE_DEVICES: "" });
  });

  it("passes the hub's token as a file", async () => {
    const spec = await fakeJob(root, [{ print: "up" }, { sleep: 600 }]);
    const job = await processRuntimeIn(root, { hubTokenFile: "/run/secrets/hub" }).start(spec);
    await firstLine(job);
    const commands = (await processesWith(spec.folder)).map(({ command }) => command);
    expect(commands.some((command) => command.includes("--hub-token-file /run/secrets/hub"))).to.equal(true);
  });

  it("takes another process of the same number for nobody", async () => {
    const spec = await fakeJob(root, [{ exit: 0 }]);
    await (await processRuntimeIn(root).start(spec)).wait(never);
    // What a machine that was cut off leaves: a record, no exit, and the number given to someone else (us).
    const folder = join(root, "runtime", spec.jobId);
    const record = JSON.parse(await readFile(join(folder, "started"), "utf8")) as object;
    await writeFile(join(folder, "started"), JSON.stringify({ ...record, pid: process.pid }));
    await rm(join(folder, "exit"));
    const job = await processRuntimeIn(root).find(spec.jobId);
    await job!.stop(0);
    expect(await job!.wait(never)).to.deep.equal({});
  });

  it("follows and stops a trainer whose supervisor was killed", async () => {
    const spec = await fakeJob(root, [
      { print: "up" },
      { sleep: 1 },
      { print: "still here" },
      { sleep: 600 },
    ]);
    const job = await processRuntimeIn(root).start(spec);
    await firstLine(job);
    const supervisor = (await processesWith(spec.folder)).find(({ command }) =>
      command.includes("darkroom-job"),
    );
    process.kill(supervisor!.pid, "SIGKILL");
    for await (const line of job.output(never)) if (line === "still here") break;
    await job.stop(5);
    expect(await job.wait(never)).to.deep.equal({});
    expect(await processesWith(spec.folder)).to.deep.equal([]);
  });

  it("bounds a trainer's memory when told to", async () => {
    const runtime = processRuntimeIn(root, { memoryLimitBytes: 256 * 1024 * 1024 });
    const job = await runtime.start(await fakeJob(root, [{ allocate: 1_000_000_000 }]));
    expect(await job.wait(never)).to.deep.equal({ code: 1 });
    expect((await job.logTail(1))[0]).to.include("MemoryError");
  });

  it("does not let a trainer that floods its log fill the disk, and hears its last words", async () => {
    const runtime = processRuntimeIn(root, { logLimitBytes: 2 * 1024 * 1024 });
    const spec = await fakeJob(root, [
      { flood: 20_000_000 },
      { error: "why" },
      { sleep: 2.5 },
      { flood: 20_000_000 },
      { sleep: 2.5 },
      { print: "end" },
    ]);
    const job = await runtime.start(spec);
    const seen: string[] = [];
    for await (const line of job.output(never)) seen.push(line);
    expect(await job.wait(never)).to.deep.equal({ code: 0 });
    expect(seen.at(-1)).to.equal("end");
    expect(await job.logTail(1)).to.deep.equal(["why"]);
    const { size } = await stat(join(root, "runtime", spec.jobId, "stdout.log"));
    expect(size).to.be.lessThan(2 * 1024 * 1024);
    // One who comes late has the end of it.
    const late: string[] = [];
    for await (const line of job.output(never)) late.push(line);
    expect(late.at(-1)).to.equal("end");
    expect(late.length).to.be.lessThan(3000);
  }).timeout(60_000);

  it("says why a supervisor cannot start, and leaves nothing", async () => {
    const runtime = processRuntimeIn(root, { trainerFolder: join(root, "no-such-folder") });
    const error = await runtime.start(await fakeJob(root, [])).catch((reason: unknown) => reason);
    expect(isDomainError(error, "trainer-start")).to.equal(true);
    expect(await readdir(join(root, "runtime"))).to.deep.equal([]);
  });

  it("keeps a Python that is not there apart from a trainer that failed", async () => {
    const runtime = processRuntimeIn(root, { ensurePython: () => Promise.reject(new Error("no Python")) });
    const error = await runtime.start(await fakeJob(root, [])).catch((reason: unknown) => reason);
    expect(isDomainError(error, "trainer-start")).to.equal(true);
    expect(String(error)).to.include("no Python");
  });

  it("refuses ids that lead out of its folder", async () => {
    for (const jobId of ["../x", "", ".hidden", "a/b"]) {
      const error = await processRuntimeIn(root)
        .find(jobId)
        .catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
    }
  });

  it("passes over what a removal left half done", async () => {
    await mkdir(join(root, "runtime", ".removed-1"), { recursive: true });
    expect(await processRuntimeIn(root).list()).to.deep.equal([]);
  });
});
