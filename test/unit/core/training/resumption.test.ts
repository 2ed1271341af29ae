import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { KEEP_MS } from "../../../../src/core/training/keeping.js";
import type { Scheduler } from "../../../../src/core/training/scheduler.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, ADMIN, BOB, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { turnsUntil } from "../../../support/turns.js";

const STEP = { event: "step", step: 7, steps: 9, loss: 0.5, lr: 1e-4, secondsPerStep: 1, etaSeconds: 2 };
/** Makes some steps and goes on until it is stopped. */
const halfWay: Script = async (trainer) => {
  trainer.print(STEP);
  await trainer.terminated;
  return { code: 75 };
};

describe("a training that was stopped or failed", () => {
  const house = eachTestInAHouse();
  const isIn = (id: string, status: Training["status"]) =>
    turnsUntil(`${id} is ${status}`, async () => (await house().stored(id)).status === status);
  const withScheduler = async (act: (scheduler: Scheduler) => Promise<void>) => {
    const scheduler = house().scheduler();
    await scheduler.start([CPU]);
    try {
      await act(scheduler);
    } finally {
      await scheduler.stop();
    }
  };
  const folders = () => house().workspaces.list();
  const hasEnded = (id: string) =>
    turnsUntil("its trainer is gone", async () => !(await house().runtime.list()).includes(id));
  /** Trained for some steps, then stopped by its person. */
  const stopped = async (): Promise<string> => {
    house().runtime.script = halfWay;
    const { id } = await house().queued();
    await withScheduler(async () => {
      await turnsUntil("it has steps", async () => ((await house().stored(id)).progress?.step ?? 0) > 0);
      await house().service.library.cancel(ADA, id);
      await hasEnded(id);
    });
    return id;
  };
  const resume = (id: string, actor = ADA) => house().service.resumption.resume(actor, id);

  it("keeps its folder when it has steps behind it, and goes on in it", async () => {
    const id = await stopped();
    expect(await folders()).to.deep.equal([id]);
    const before = await house().stored(id);
    house().clock.time += 1000;
    const queued = await resume(id);
    expect(queued).to.include({ status: "QUEUED", queuedAt: house().clock.now() });
    expect(queued.notices).to.deep.equal([]);
    for (const gone of ["endedAt", "progress", "failure"]) expect(queued).not.to.have.property(gone);
    let reads = 0;
    house().datasetBlobs.before("get", () => {
      reads++;
    });
    house().runtime.script = goesWell();
    await withScheduler(() => isIn(id, "COMPLETED"));
    expect(reads, "its folder is whole").to.equal(0);
    const { job, seed, imageIds } = await house().stored(id);
    expect({ seed, imageIds }).to.deep.equal({ seed: before.seed, imageIds: before.imageIds });
    expect(job, "attempts are the fence: they count on").to.include({
      id: before.job!.id,
      attempt: before.job!.attempt + 1,
      starts: 1,
    });
    expect(await folders()).to.deep.equal([]);
  });

  it("is kept over a restart for a day, then swept away", async () => {
    const id = await stopped();
    house().clock.time += KEEP_MS - 1000;
    await withScheduler(() => Promise.resolve());
    expect(await folders()).to.deep.equal([id]);
    house().clock.time += 1000;
    await withScheduler(() => Promise.resolve());
    expect(await folders()).to.deep.equal([]);
    house().runtime.script = goesWell();
    await resume(id);
    await withScheduler(() => isIn(id, "COMPLETED"));
  });

  it("leaves no folder when it made no step, or when its record is deleted", async () => {
    const { id } = await house().queued();
    await withScheduler(async () => {
      await turnsUntil("it trains", () => house().runtime.running.includes(id));
      await house().service.library.cancel(ADA, id);
      await hasEnded(id);
    });
    expect(await folders()).to.deep.equal([]);
    const kept = await stopped();
    expect(await folders()).to.deep.equal([kept]);
    await withScheduler(async () => {
      await house().service.library.delete(ADA, kept);
      await turnsUntil("its folder is gone", async () => (await folders()).length === 0);
    });
  });

  it("may be taken up while its trainer still ends: the folder stays", async () => {
    house().runtime.script = async (trainer) => {
      trainer.print(STEP);
      await trainer.terminated;
      await resume(trainer.spec.trainingId);
      house().runtime.script = goesWell();
      return { code: 75 };
    };
    const { id } = await house().queued();
    await withScheduler(async () => {
      await turnsUntil("it has steps", async () => ((await house().stored(id)).progress?.step ?? 0) > 0);
      let reads = 0;
      house().datasetBlobs.before("get", () => {
        reads++;
      });
      await house().service.library.cancel(ADA, id);
      await isIn(id, "COMPLETED");
      expect(reads).to.equal(0);
    });
  });

  it("tries again after a failure, and an admin may do it for its person", async () => {
    house().runtime.script = () => Promise.resolve({ code: 70 });
    const { id } = await house().queued();
    await withScheduler(() => isIn(id, "FAILED"));
    await expectDomainError(resume(id, BOB), "not-yours");
    expect(await resume(id, ADMIN)).to.include({ status: "QUEUED" });
    house().runtime.script = goesWell();
    await withScheduler(() => isIn(id, "COMPLETED"));
    expect((await house().stored(id)).notices.map(({ kind }) => kind)).to.deep.equal(["completed"]);
  });

  it("begins at the first step where its person asks for that, whatever its folder has", async () => {
    const id = await stopped();
    const { folder } = await house().workspaces.open(id);
    const checkpoint = join(folder, "output", "checkpoint");
    await mkdir(dirname(checkpoint), { recursive: true });
    await writeFile(checkpoint, "7");
    expect(await house().service.resumption.resume(ADA, id, "start")).to.deep.include({ losses: [] });
    let found: unknown = "not looked for";
    house().runtime.script = async (trainer) => {
      found = await readFile(checkpoint, "utf8").catch((error: unknown) => error);
      return goesWell()(trainer);
    };
    await withScheduler(() => isIn(id, "COMPLETED"));
    expect(found).to.include({ code: "ENOENT" });
    expect(await house().stored(id)).not.to.have.property("anew");
  });

  it("is queued once by two taps, and not at all where nothing fits or it runs or is done", async () => {
    house().runtime.script = goesWell();
    const { id } = await house().queued();
    expect(await resume(id), "it waits already").to.deep.equal(await house().stored(id));
    await house().service.library.cancel(ADA, id);
    house().slots = [];
    await expectDomainError(resume(id), "recipe-unavailable");
    house().slots = [CPU];
    const told = house().seen.length;
    const [first, second] = await Promise.all([resume(id), resume(id)]);
    expect(first).to.deep.equal(second);
    await turnsUntil("it is told", () => house().seen.length > told);
    expect(
      house()
        .seen.slice(told)
        .map(({ type }) => type),
    ).to.deep.equal(["queued"]);
    await withScheduler(() => isIn(id, "COMPLETED"));
    await expectDomainError(resume(id), "not-resumable");
    await expectDomainError(resume((await house().readyDraft()).id), "not-resumable");
  });
});
