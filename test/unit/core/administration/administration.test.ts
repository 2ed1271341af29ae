import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Administration } from "../../../../src/core/administration/administration.js";
import { Pauses } from "../../../../src/core/administration/pauses.js";
import { Workers } from "../../../../src/core/administration/workers.js";
import type { Training } from "../../../../src/core/training/model.js";
import { openSqlite } from "../../../../src/integrations/sqlite/open.js";
import { ADA, ADMIN, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { activeTraining, queuedTraining, sampleTraining } from "../../../support/stored-samples.js";

const MINUTE_MS = 60_000;

describe("administration", () => {
  const house = eachTestInAHouse();
  let administration: Administration;

  beforeEach(() => {
    const { stores, clock, logger } = house();
    administration = new Administration({ ...stores, clock, logger });
  });

  const worker = async (id: string, changes: { name?: string; at?: number; slots?: string[] } = {}) => {
    const now = house().clock.now();
    const { name = id, at = now, slots = ["gpu-0"] } = changes;
    await new Workers(house().stores.keyValues).write({
      id,
      name,
      version: "1.2.3",
      slots: slots.map((slot) => ({ id: slot, kind: "gpu", memoryGiB: 24 })),
      startedAt: now,
      at,
    });
  };
  const insert = async (...trainings: Training[]) => {
    for (const training of trainings) await house().stores.trainings.insert(training);
  };
  const held = (workerId: string, slotId: string, changes: Partial<Training> = {}) => {
    const now = house().clock.now();
    const training = activeTraining({ workerId, slotId, leaseUntil: now }, changes);
    return { ...training, job: { ...training.job!, claimedAt: now - 5 * MINUTE_MS } };
  };

  it("refuses everybody but administrators, whatever they ask", async () => {
    await worker("w1");
    await expectDomainError(administration.overview(ADA), "not-admin");
    await expectDomainError(administration.failures(ADA, 5), "not-admin");
    await expectDomainError(administration.pause(ADA), "not-admin");
    await expectDomainError(administration.resume(ADA), "not-admin");
    await expectDomainError(administration.drain(ADA, "w1"), "not-admin");
    await expectDomainError(administration.endDrain(ADA, "w1"), "not-admin");
    const { paused, workers } = await administration.overview(ADMIN);
    expect(paused).to.equal(false);
    expect(workers[0]?.state).to.equal("working");
  });

  it("shows an empty house", async () => {
    expect(await administration.overview(ADMIN)).to.deep.equal({
      at: house().clock.now(),
      paused: false,
      queued: 0,
      oldestWaitSeconds: 0,
      owedMessages: 0,
      workers: [],
    });
  });

  it("shows what every slot of every worker has in its hands, and what waits", async () => {
    const now = house().clock.now();
    await worker("w2", { name: "beta", slots: ["gpu-0", "gpu-1"] });
    await worker("w1", { name: "alpha" });
    const progress = { phase: "train", step: 12, steps: 100 } as const;
    const training = held("w2", "gpu-1", { name: "Rex", progress });
    const publishing = held("w2", "gpu-1", { name: "Old", status: "PUBLISHING", progress });
    const notices = [{ id: "n", kind: "failed", createdAt: 1 }] as const;
    await insert(
      training,
      publishing,
      queuedTraining(now - 90_000),
      queuedTraining(now),
      sampleTraining({ status: "FAILED", endedAt: 1, notices }),
    );
    const overview = await administration.overview(ADMIN);
    expect(overview).to.include({ queued: 2, oldestWaitSeconds: 90, owedMessages: 1 });
    expect(overview.workers.map(({ name }) => name)).to.deep.equal(["alpha", "beta"]);
    const [free, busy] = overview.workers[1]!.slots;
    expect(free).to.deep.equal({ id: "gpu-0", memoryGiB: 24, jobs: [], failuresInRow: 0 });
    const since = now - 5 * MINUTE_MS;
    expect(busy?.jobs).to.have.deep.members([
      { trainingId: training.id, name: "Rex", status: "TRAINING", since, step: 12, steps: 100 },
      {
        trainingId: publishing.id,
        name: "Old",
        status: "PUBLISHING",
        since,
        step: undefined,
        steps: undefined,
      },
    ]);
  });

  it("calls a worker silent that has not been heard of for more than a minute", async () => {
    const now = house().clock.now();
    await worker("fresh", { at: now - MINUTE_MS });
    await worker("gone", { at: now - MINUTE_MS - 1 });
    const { workers } = await administration.overview(ADMIN);
    expect(workers.map(({ id, silent }) => [id, silent])).to.deep.equal([
      ["fresh", false],
      ["gone", true],
    ]);
  });

  it("lists the last failures with their owners, the newest first, up to a bound", async () => {
    const { users } = house().stores;
    await users.remember({ id: "telegram:1", name: "Ada", locale: "en", createdAt: 1 });
    const failure = (at: number) => ({ code: "trainer-memory", params: {}, at }) as const;
    const failed = (at: number, changes: Partial<Training> = {}) =>
      sampleTraining({ status: "FAILED", endedAt: at, failure: failure(at), ...changes });
    const [old, late] = [failed(10, { name: "Rex", recipeId: "sdxl" }), failed(20, { ownerId: "nobody" })];
    const hopeless = failed(5, { failure: { code: "trainer-bad-dataset", params: {}, at: 5 } });
    await insert(old, late, hopeless, sampleTraining({ status: "COMPLETED", endedAt: 30 }));
    const named = { name: hopeless.name, ownerName: "Ada", recipeId: hopeless.recipeId };
    const none = { name: undefined, ownerName: undefined, recipeId: undefined };
    const code = "trainer-memory";
    expect(await administration.failures(ADMIN, 9)).to.deep.equal([
      { ...none, id: late.id, code, at: 20, resumable: true },
      { id: old.id, name: "Rex", ownerName: "Ada", recipeId: "sdxl", code, at: 10, resumable: true },
      { ...named, id: hopeless.id, code: "trainer-bad-dataset", at: 5, resumable: false },
    ]);
    for (let at = 0; at < 60; at++) await insert(failed(100 + at));
    expect(await administration.failures(ADMIN, 1000)).to.have.lengthOf(50);
  });

  it("pauses until it is resumed, for every process and after a restart", async () => {
    const elsewhere = await openSqlite(`${house().folder}/darkroom.sqlite`);
    const pauses = new Pauses(elsewhere.keyValues, house().clock);
    try {
      await administration.pause(ADMIN);
      await administration.pause(ADMIN);
      expect(await pauses.isPaused()).to.equal(true);
      expect((await administration.overview(ADMIN)).paused).to.equal(true);
      await administration.resume(ADMIN);
      expect(await pauses.isPaused()).to.equal(false);
      await administration.resume(ADMIN);
    } finally {
      await elsewhere.close();
    }
  });

  it("drains one worker of several, and shows when nothing is left in its hands", async () => {
    await worker("w1");
    await worker("w2");
    await insert(held("w1", "gpu-0"));
    const states = async () => (await administration.overview(ADMIN)).workers.map(({ state }) => state);
    await administration.drain(ADMIN, "w1");
    expect(await states()).to.deep.equal(["draining", "working"]);
    await administration.drain(ADMIN, "w2");
    expect(await states()).to.deep.equal(["draining", "drained"]);
    await administration.endDrain(ADMIN, "w1");
    expect(await states()).to.deep.equal(["working", "drained"]);
  });

  it("keeps the time of a drain when it is drained again", async () => {
    await worker("w1");
    const pauses = new Pauses(house().stores.keyValues, house().clock);
    await administration.drain(ADMIN, "w1");
    const since = await pauses.drainingSince("w1");
    house().clock.time += 1000;
    await administration.drain(ADMIN, "w1");
    expect(await pauses.drainingSince("w1")).to.equal(since);
  });

  it("does not drain a worker that is not there", async () => {
    await expectDomainError(administration.drain(ADMIN, "nobody"), "not-found");
    await expectDomainError(administration.endDrain(ADMIN, "nobody"), "not-found");
  });
});
