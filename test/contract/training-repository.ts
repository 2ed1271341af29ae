import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../src/core/training/model.js";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { EPOCH, queuedTraining, sampleTraining } from "../support/stored-samples.js";

const WITHOUT_PROGRESS: Training = {
  ...sampleTraining(),
  name: "Жанна 🦊 ‘quoted’ \u2028 e\u0301",
  triggerWord: "zh4nna",
  recipeId: "tiny-sdxl",
  status: "FAILED",
  options: {
    subject: "style",
    quality: "best",
    overrides: { learningRate: 1e-4, steps: 1200 },
    captionStyle: "tags",
    masks: true,
    samplePrompts: ["zh4nna in a field", "zh4nna, “quoted”"],
  },
  basis: {
    modelId: "m0",
    name: "Rex",
    recipeId: "sdxl",
    rank: 16,
    files: [{ blobKey: "t0/lora.safetensors", role: "lora" }],
    trainedBy: "telegram:2",
  },
  sharedPhotos: { trainingId: "t9", triggerWord: "r3x", copied: true },
  collected: true,
  captioned: true,
  imageIds: ["i2", "i1"],
  clips: 1,
  quote: { images: 2, steps: 1200, minutes: 12.5, ahead: 0, waitMinutes: 0, price: 64 },
  charge: {
    hold: "t1.7",
    points: 64,
    due: 0,
    contributions: [{ personId: "telegram:2", trainingId: "t9", photos: 1 }],
  },
  paid: 12,
  consent: {
    at: EPOCH + 1,
    by: "telegram:1",
    text: "1f9a0c3e",
    licence: { name: "MIT", url: "https://opensource.org/license/mit" },
  },
  queuedAt: EPOCH + 1,
  endedAt: EPOCH + 2,
  history: [
    { what: "QUEUED", at: EPOCH + 1 },
    { what: "FAILED", at: EPOCH + 2 },
  ],
  seed: 4_294_967_295,
  masks: { made: true, nobody: 2 },
  job: {
    id: "j1",
    workerId: "w",
    slotId: "s",
    attempt: 2,
    leaseUntil: EPOCH + 9,
    claimedAt: EPOCH,
    phaseSince: EPOCH + 2,
    startedAt: EPOCH + 1,
    starts: 3,
    earlier: [
      {
        step: 300,
        files: [{ path: "steps/1.safetensors", sha256: "cd".repeat(32), bytes: 1, role: "lora" }],
      },
    ],
    outputs: [{ path: "rex.safetensors", sha256: "ab".repeat(32), bytes: 5_000_000_000, role: "lora" }],
  },
  stopAt: 250,
  anew: true,
  muted: true,
  modelId: "m1",
  notices: [{ id: "n1", kind: "failed", createdAt: EPOCH }],
};

const FULL: Training = {
  ...WITHOUT_PROGRESS,
  progress: {
    phase: "train",
    step: 3,
    steps: 1200,
    loss: 0.1234567890123,
    secondsPerStep: 1 / 3,
    etaSeconds: 0,
  },
  failure: { code: "trainer-memory", params: { "a.b": "$x", gib: 7.5, "": "empty" }, at: EPOCH },
};

export function shouldBehaveLikeTrainingRepository(make: MakeStoreHarness): void {
  describe("as a training repository", () => {
    const { stores, open } = eachTestOn(make);
    const trainings = () => stores().trainings;

    it("knows what an owner's trainings are called", async () => {
      const named = (id: string, name: string) => sampleTraining({ id, name, ownerId: "telegram:77" });
      await trainings().insert(named("n1", "Жанна 🦊"));
      await trainings().insert(named("n2", "Жанна 🦊"));
      await trainings().insert(sampleTraining({ id: "n3", ownerId: "telegram:77" }));
      await trainings().insert(sampleTraining({ id: "n4", name: "Rex", ownerId: "telegram:78" }));
      expect(await trainings().names("telegram:77")).to.have.deep.members([
        { id: "n1", name: "Жанна 🦊" },
        { id: "n2", name: "Жанна 🦊" },
      ]);
      expect(await trainings().names("nobody")).to.deep.equal([]);
    });

    it("gives back exactly what was inserted, for a bare training and for a full one", async () => {
      const bare = sampleTraining({ options: { quality: "balanced", overrides: {} } });
      await trainings().insert(bare);
      await trainings().insert(FULL);
      expect(await trainings().get(bare.id)).to.deep.equal(bare);
      expect(await trainings().get(FULL.id)).to.deep.equal(FULL);
      expect(Object.keys((await trainings().get(bare.id)) ?? {})).to.have.members(Object.keys(bare));
      expect(await trainings().get("nobody")).to.equal(undefined);
    });

    it("keeps what it stored for the next connection", async () => {
      await trainings().insert(FULL);
      expect(await (await open()).trainings.get(FULL.id)).to.deep.equal(FULL);
    });

    it("refuses an id that is taken and keeps the first", async () => {
      const first = sampleTraining({ name: "first" });
      await trainings().insert(first);
      await expectDomainError(trainings().insert({ ...first, name: "second" }), "conflict");
      expect(await trainings().get(first.id)).to.deep.equal(first);
    });

    it("saves over the version that was read, and removes keys that are no longer there", async () => {
      await trainings().insert(FULL);
      const saved = await trainings().save({ ...WITHOUT_PROGRESS, name: "other" });
      expect(saved).to.deep.equal({ ...WITHOUT_PROGRESS, name: "other", version: FULL.version + 1 });
      expect(await trainings().get(FULL.id)).to.deep.equal(saved);
      const emptied = await trainings().save({ ...saved, notices: [], imageIds: [] });
      expect(await trainings().get(FULL.id))
        .to.deep.equal(emptied)
        .and.include({ version: FULL.version + 2 });
    });

    it("refuses to save over a version that somebody else has replaced", async () => {
      const read = sampleTraining();
      await trainings().insert(read);
      const saved = await trainings().save({ ...read, name: "mine" });
      await expectDomainError(trainings().save({ ...read, name: "yours" }), "conflict");
      await expectDomainError(trainings().save({ ...read, version: read.version + 9 }), "conflict");
      expect(await trainings().get(read.id)).to.deep.equal(saved);
    });

    it("lets one of many savers of the same version win", async () => {
      const read = sampleTraining();
      await trainings().insert(read);
      const others = await Promise.all([open(), open(), open()]);
      const writers = [stores(), ...others].flatMap((each) => [each, each, each, each]);
      const outcomes = await Promise.allSettled(
        writers.map((each, index) => each.trainings.save({ ...read, name: `writer ${index}` })),
      );
      const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
      expect(won).to.have.lengthOf(1);
      expect(await trainings().get(read.id)).to.deep.equal(won[0]?.value);
      for (const outcome of outcomes.filter((each) => each.status === "rejected")) {
        expect(outcome.reason).to.include({ code: "conflict" });
      }
    });

    it("deletes the version that was read and no other", async () => {
      const read = sampleTraining();
      await trainings().insert(read);
      const saved = await trainings().save(read);
      await expectDomainError(trainings().delete(read), "conflict");
      await trainings().delete(saved);
      expect(await trainings().get(read.id)).to.equal(undefined);
      await expectDomainError(trainings().delete(saved), "conflict");
      await expectDomainError(trainings().save(saved), "conflict");
    });

    it("lists and counts an owner's trainings, newest first, by page and by status", async () => {
      const mine = Array.from({ length: 7 }, (_, index) =>
        // Two each share a time: the later id is the newer one.
        sampleTraining({
          createdAt: EPOCH + Math.floor(index / 2),
          status: index % 2 ? "FAILED" : "COMPLETED",
        }),
      );
      for (const training of [
        ...mine.slice(3),
        ...mine.slice(0, 3),
        sampleTraining({ ownerId: "telegram:2" }),
      ]) {
        await trainings().insert(training);
      }
      const newest = mine.toReversed();
      expect(await trainings().listByOwner("telegram:1", { limit: 100 })).to.deep.equal(newest);
      expect(await trainings().listByOwner("telegram:1", { limit: 3 })).to.deep.equal(newest.slice(0, 3));
      expect(await trainings().listByOwner("telegram:1", { limit: 3, offset: 6 })).to.deep.equal(
        newest.slice(6),
      );
      expect(
        await trainings().listByOwner("telegram:1", { limit: 2, offset: 1, statuses: ["FAILED"] }),
      ).to.deep.equal(newest.filter(({ status }) => status === "FAILED").slice(1, 3));
      expect(
        await trainings().listByOwner("telegram:1", { limit: 9, statuses: ["FAILED", "COMPLETED"] }),
      ).to.deep.equal(newest);
      expect(await trainings().listByOwner("telegram:1", { limit: 9, statuses: [] })).to.deep.equal([]);
      expect(await trainings().listByOwner("telegram:3", { limit: 9 })).to.deep.equal([]);
      expect(await trainings().countByOwner("telegram:1")).to.equal(7);
      expect(await trainings().countByOwner("telegram:1", ["FAILED"])).to.equal(3);
      expect(await trainings().countByOwner("telegram:1", ["FAILED", "DRAFT", "COMPLETED"])).to.equal(7);
      expect(await trainings().countByOwner("telegram:3")).to.equal(0);
    });

    it("lists by status in the order of queueing and counts those who are ahead", async () => {
      const second = queuedTraining(EPOCH + 20);
      const first = queuedTraining(EPOCH + 10);
      const third = queuedTraining(EPOCH + 30);
      const running = queuedTraining(EPOCH + 15, { status: "PREPARING" });
      for (const training of [second, first, third, running, sampleTraining()]) {
        await trainings().insert(training);
      }
      expect(await trainings().listByStatus(["QUEUED"], 100)).to.deep.equal([first, second, third]);
      expect(await trainings().listByStatus(["PREPARING", "QUEUED"], 3)).to.deep.equal([
        first,
        running,
        second,
      ]);
      expect(await trainings().listByStatus(["TRAINING"], 100)).to.deep.equal([]);
      expect(await trainings().countQueuedBefore(EPOCH + 10)).to.equal(0);
      expect(await trainings().countQueuedBefore(EPOCH + 11)).to.equal(1);
      expect(await trainings().countQueuedBefore(EPOCH + 99)).to.equal(3);
    });

    it("lists what ended in some states, the newest end first", async () => {
      const ended = (status: "FAILED" | "COMPLETED" | "CANCELLED", after: number): Training =>
        sampleTraining({ status, endedAt: EPOCH + after });
      const [old, late, latest] = [ended("FAILED", 1), ended("FAILED", 30), ended("FAILED", 30)];
      const completed = ended("COMPLETED", 20);
      const others = [ended("CANCELLED", 40), sampleTraining({ status: "FAILED" }), queuedTraining(EPOCH)];
      for (const training of [late, completed, old, latest, ...others]) await trainings().insert(training);
      expect(await trainings().recentlyEnded(["FAILED"], 9)).to.deep.equal([latest, late, old]);
      expect(await trainings().recentlyEnded(["FAILED"], 2)).to.deep.equal([latest, late]);
      expect(await trainings().recentlyEnded(["COMPLETED", "FAILED"], 3)).to.deep.equal([
        latest,
        late,
        completed,
      ]);
      expect(await trainings().recentlyEnded([], 9)).to.deep.equal([]);
    });

    it("lists the trainings that owe a message, the oldest debt first, until it is paid", async () => {
      const notice = (createdAt: number) => ({ id: `n${createdAt}`, kind: "completed" as const, createdAt });
      const late = sampleTraining({ status: "COMPLETED", notices: [notice(EPOCH + 50)] });
      const early = sampleTraining({ status: "FAILED", notices: [notice(EPOCH + 40), notice(EPOCH + 90)] });
      for (const training of [late, early, sampleTraining({ status: "COMPLETED" })]) {
        await trainings().insert(training);
      }
      expect(await trainings().listWithNotices(10)).to.deep.equal([early, late]);
      expect(await trainings().listWithNotices(1)).to.deep.equal([early]);
      const once = await trainings().save({ ...early, notices: early.notices.slice(1) });
      expect(await trainings().listWithNotices(10)).to.deep.equal([late, once]);
      await trainings().save({ ...once, notices: [] });
      expect(await trainings().listWithNotices(10)).to.deep.equal([late]);
    });
  });
}
