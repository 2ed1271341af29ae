import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { JobExit, JobRuntime, JobSpec, RunningJob } from "../../src/core/ports/job-runtime.js";
import { fakeJob, startsOf, type Act } from "../support/fake-job.js";

/** A runtime that starts the fake trainer, and what a test does to it from outside. */
export interface RuntimeUnderTest {
  readonly runtime: JobRuntime;
  /** Where jobs' folders go. */
  readonly root: string;
  /** A second runtime object over the same state: the bot after a restart. */
  another(): JobRuntime;
  /** Starts the job from another program, which is killed (SIGKILL) as soon as the job runs. */
  startFromProgramThatDies(spec: JobSpec): Promise<void>;
  /** SIGKILL to the trainer, by nobody that the runtime knows of. */
  killTrainer(spec: JobSpec): Promise<void>;
  /** Names of what the runtime still keeps of the job outside of its folder: processes, files, containers. */
  leftOf(spec: JobSpec): Promise<string[]>;
  close(): Promise<void>;
}

const never = new AbortController().signal;

async function lines(job: RunningJob): Promise<string[]> {
  const all: string[] = [];
  for await (const line of job.output(never)) all.push(line);
  return all;
}

/** Reads on until a line is seen; fails when the output ends before. */
async function untilLine(job: RunningJob, wanted: string): Promise<void> {
  for await (const line of job.output(never)) if (line === wanted) return;
  expect.fail(`the output ended without ${wanted}: ${(await job.logTail(20)).join("\n")}`);
}

async function heartbeatOf(spec: JobSpec): Promise<number> {
  return (await readFile(join(spec.folder, "output", "heartbeat"), "utf8").catch(() => "")).length;
}

/** What every {@link JobRuntime} does. */
export function shouldBehaveLikeJobRuntime(make: () => Promise<RuntimeUnderTest>): void {
  let fixture: RuntimeUnderTest;
  let specs: JobSpec[];

  beforeEach(async function () {
    this.timeout(120_000);
    specs = [];
    fixture = await make();
  });

  afterEach(async function () {
    this.timeout(60_000);
    for (const { jobId } of specs) {
      const job = await fixture.runtime.find(jobId);
      await job?.stop(0);
      await job?.remove();
    }
    await fixture.close();
  });

  async function specOf(acts: readonly Act[], changes: Partial<JobSpec> = {}): Promise<JobSpec> {
    const spec = await fakeJob(fixture.root, acts, changes);
    specs.push(spec);
    return spec;
  }

  async function start(acts: readonly Act[], changes: Partial<JobSpec> = {}): Promise<RunningJob> {
    return fixture.runtime.start(await specOf(acts, changes));
  }

  async function exitOf(acts: readonly Act[]): Promise<JobExit> {
    return (await start(acts)).wait(never);
  }

  describe("output", () => {
    it("is followed from the first line to the last", async () => {
      const job = await start([{ print: "one" }, { sleep: 0.3 }, { print: "two" }, { half: "three" }]);
      expect(await lines(job)).to.deep.equal(["one", "two", "three"]);
      expect(await job.wait(never)).to.deep.equal({ code: 0 });
    });

    it("is whole for one who comes late, and for two at once", async () => {
      const job = await start([{ print: "one" }, { print: "two" }]);
      await job.wait(never);
      expect(await Promise.all([lines(job), lines(job)])).to.deep.equal([
        ["one", "two"],
        ["one", "two"],
      ]);
    });

    it("gives a line while the trainer runs on, and half a line only when it is whole", async () => {
      const job = await start([
        { print: "begun" },
        { half: "ha" },
        { sleep: 0.5 },
        { print: "lf" },
        { sleep: 600 },
      ]);
      await untilLine(job, "half");
      expect((await lines(await stopped(job)))[1]).to.equal("half");
    });

    it("keeps standard error apart and gives its last lines", async () => {
      const job = await start([
        { error: "bad 1" },
        { print: "good" },
        { error: "bad 2" },
        { error: "bad 3" },
      ]);
      expect(await lines(job)).to.deep.equal(["good"]);
      expect(await job.logTail(2)).to.deep.equal(["bad 2", "bad 3"]);
    });

    it("cuts a line of 10 MB at 1 MiB and takes binary noise", async () => {
      const job = await start([{ long_line: 10_000_000 }, { noise: true }, { print: "after" }]);
      const all = await lines(job);
      expect(all[0]).to.equal("y".repeat(1024 * 1024));
      expect(all.at(-1)).to.equal("after");
      expect(all.some((line) => line.includes("\uFFFD"))).to.equal(true);
    });

    it("ends when the reader gives up", async () => {
      const job = await start([{ print: "one" }, { sleep: 600 }]);
      const abort = new AbortController();
      const seen: string[] = [];
      for await (const line of job.output(abort.signal)) {
        seen.push(line);
        abort.abort();
      }
      expect(seen).to.deep.equal(["one"]);
    });

    it("of 100 MB does not sit in memory and loses nothing", async function () {
      this.timeout(120_000);
      const job = await start([{ flood: 100_000_000 }]);
      const before = process.memoryUsage().rss;
      let peak = before;
      let count = 0;
      for await (const line of job.output(never)) {
        if (!line.startsWith(String(count).padStart(7, "0")))
          expect.fail(`line ${count} is ${line.slice(0, 20)}`);
        count++;
        if (count % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
      }
      expect(count).to.equal(Math.ceil(100_000_000 / 1009));
      expect((peak - before) / 1e6).to.be.lessThan(60);
    });
  });

  describe("end", () => {
    for (const code of [0, 64, 71, 75]) {
      it(`with code ${code} is told as it is`, async () => {
        expect(await exitOf([{ exit: code }])).to.deep.equal({ code });
      });
    }

    it("by a crash names the signal", async () => {
      expect(await exitOf([{ crash: "SIGSEGV" }])).to.deep.equal({ signal: "SIGSEGV" });
    });

    it("by kill -9 from outside is no exit code and no lack of memory", async () => {
      const spec = await specOf([{ print: "up" }, { sleep: 600 }]);
      const job = await fixture.runtime.start(spec);
      await untilLine(job, "up");
      await fixture.killTrainer(spec);
      expect(await job.wait(never)).to.deep.equal({ signal: "SIGKILL" });
    });

    it("is not waited for any longer when the signal aborts", async () => {
      const job = await start([{ sleep: 600 }]);
      const reason = new Error("enough");
      expect(await job.wait(AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(reason);
    });

    it("comes when the time limit has passed", async () => {
      const job = await start([{ sleep: 600 }], { timeLimitSeconds: 2 });
      expect(await job.wait(never)).to.deep.equal({ code: 75, timedOut: true });
    });

    it("comes at adoption when the time limit passed unseen", async () => {
      const spec = await specOf([{ print: "up" }, { sleep: 600 }], { timeLimitSeconds: 2 });
      await fixture.startFromProgramThatDies(spec);
      await delay(2500);
      const job = await fixture.runtime.find(spec.jobId);
      expect(await job!.wait(never)).to.deep.equal({ code: 75, timedOut: true });
    }).timeout(30_000);
  });

  describe("stop", () => {
    it("lets the trainer finish its step", async () => {
      const job = await start([{ print: "up" }, { sleep: 600 }]);
      await untilLine(job, "up");
      await job.stop(20);
      expect(await job.wait(never)).to.deep.equal({ code: 75 });
      expect(await lines(job)).to.deep.equal([
        "up",
        JSON.stringify({ event: "stopped", step: 1 }).replace(/([:,])/g, "$1 "),
      ]);
    });

    it("kills one that does not listen, with all that it started", async () => {
      const spec = await specOf([
        { on_term: "ignore" },
        { heartbeat: true },
        { print: "up" },
        { sleep: 600 },
      ]);
      const job = await fixture.runtime.start(spec);
      await untilLine(job, "up");
      await job.stop(1);
      expect(await job.wait(never)).to.deep.equal({ signal: "SIGKILL" });
      const beats = await heartbeatOf(spec);
      await delay(400);
      expect(await heartbeatOf(spec)).to.equal(beats);
    });

    it("of an ended job does nothing", async () => {
      const job = await start([{ exit: 3 }]);
      await job.wait(never);
      await job.stop(5);
      expect(await job.wait(never)).to.deep.equal({ code: 3 });
    });

    it("leaves no child of a trainer that ended without it", async () => {
      const spec = await specOf([{ heartbeat: true }, { sleep: 0.5 }, { exit: 0 }]);
      await (await fixture.runtime.start(spec)).wait(never);
      await delay(300);
      const beats = await heartbeatOf(spec);
      await delay(400);
      expect(await heartbeatOf(spec)).to.equal(beats);
    });
  });

  describe("start", () => {
    it("twice, also at once and by two runtimes, is one trainer", async () => {
      const spec = await specOf([{ count: true }, { print: "up" }, { sleep: 1 }]);
      const runtimes = [fixture.runtime, fixture.another(), fixture.another()];
      const jobs = await Promise.all(runtimes.flatMap((each) => [each.start(spec), each.start(spec)]));
      for (const job of jobs) expect(await lines(job)).to.deep.equal(["up"]);
      await jobs[0]?.wait(never);
      expect(await startsOf(spec)).to.equal(1);
    }).timeout(30_000);

    it("of a job that has ended gives it back", async () => {
      const spec = await specOf([{ count: true }, { exit: 5 }]);
      await (await fixture.runtime.start(spec)).wait(never);
      expect(await (await fixture.another().start(spec)).wait(never)).to.deep.equal({ code: 5 });
      expect(await startsOf(spec)).to.equal(1);
    });

    it("after a removal begins anew", async () => {
      const spec = await specOf([{ count: true }]);
      for (let turn = 0; turn < 2; turn++) {
        const job = await fixture.runtime.start(spec);
        await job.wait(never);
        await job.remove();
      }
      expect(await startsOf(spec)).to.equal(2);
    });
  });

  describe("after a restart", () => {
    it("the running job is found and followed from its first line", async () => {
      const spec = await specOf([{ print: "one" }, { sleep: 1 }, { print: "two" }]);
      await fixture.runtime.start(spec);
      const job = await fixture.another().find(spec.jobId);
      expect(await lines(job!)).to.deep.equal(["one", "two"]);
      expect(await job!.wait(never)).to.deep.equal({ code: 0 });
    });

    it("the job of a program that was killed goes on and is adopted", async () => {
      const spec = await specOf([{ count: true }, { print: "one" }, { sleep: 2 }, { print: "two" }]);
      await fixture.startFromProgramThatDies(spec);
      const job = await fixture.runtime.start(spec);
      expect(await lines(job)).to.deep.equal(["one", "two"]);
      await job.wait(never);
      expect(await startsOf(spec)).to.equal(1);
    }).timeout(30_000);

    it("the exit of a job that ended meanwhile is known", async () => {
      const spec = await specOf([{ print: "one" }, { error: "why" }, { exit: 71 }]);
      await fixture.startFromProgramThatDies(spec);
      const job = await fixture.runtime.find(spec.jobId);
      expect(await job!.wait(never)).to.deep.equal({ code: 71 });
      expect(await job!.logTail(5)).to.deep.equal(["why"]);
    }).timeout(30_000);

    it("a job that was never started is not found", async () => {
      expect(await fixture.runtime.find("job-unknown")).to.equal(undefined);
    });
  });

  describe("clean-up", () => {
    it("lists what was not removed, running or ended", async () => {
      const running = await specOf([{ sleep: 600 }]);
      const ended = await specOf([{ exit: 1 }]);
      await fixture.runtime.start(running);
      await (await fixture.runtime.start(ended)).wait(never);
      expect(await fixture.another().list()).to.have.members([running.jobId, ended.jobId]);
    });

    it("leaves nothing of a removed job but its folder", async () => {
      const spec = await specOf([{ print: "up" }, { sleep: 600 }]);
      const job = await fixture.runtime.start(spec);
      await untilLine(job, "up");
      expect(await fixture.leftOf(spec)).to.not.deep.equal([]);
      await job.stop(10);
      await job.remove();
      expect(await fixture.leftOf(spec)).to.deep.equal([]);
      expect(await fixture.runtime.list()).to.deep.equal([]);
      expect(await fixture.runtime.find(spec.jobId)).to.equal(undefined);
      expect(await readFile(join(spec.folder, "job.json"), "utf8")).to.include("sleep");
    });

    it("refuses to remove a job that runs", async () => {
      const job = await start([{ print: "up" }, { sleep: 600 }]);
      const error = await job.remove().catch((reason: unknown) => reason);
      expect(String(error)).to.match(/still runs/);
      await untilLine(job, "up");
    });
  });

  it("gives at least one slot, each with a name of its own", async () => {
    const slots = await fixture.runtime.slots();
    expect(slots).to.not.have.lengthOf(0);
    expect(new Set(slots.map(({ id }) => id)).size).to.equal(slots.length);
  });

  async function stopped(job: RunningJob): Promise<RunningJob> {
    await job.stop(10);
    return job;
  }
}
