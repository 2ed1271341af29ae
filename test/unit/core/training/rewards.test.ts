import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { audit } from "../../../../src/core/points/audit.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { Charging } from "../../../../src/core/training/charging.js";
import type { DatasetImage, Training } from "../../../../src/core/training/model.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryKeyValues } from "../../../support/memory-key-values.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { MemoryTrainings } from "../../../support/memory-trainings.js";
import { randomFrom } from "../../../support/random.js";
import { RecordingLogger } from "../../../support/recording-logger.js";
import { sampleImage, sampleTraining } from "../../../support/stored-samples.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const OWNER = "telegram:1";
const TRAINER = "telegram:77";
const BASIS = { modelId: "m1", name: "Rex", recipeId: "flux", rank: 16, files: [], trainedBy: TRAINER };
/** Trainings that photos come from, and whose they are: one person has two, and one is the payer's own. */
const SOURCES = { s1: "telegram:2", s2: "telegram:3", s3: "telegram:3", own: OWNER };

/** Which training each photo of a run was copied from; of none for the payer's own, or of one that is gone. */
const photos = fc.array(fc.constantFrom(undefined, "gone", ...Object.keys(SOURCES)), {
  minLength: 1,
  maxLength: 40,
});
const percents = fc.nat(100).chain((model) => fc.tuple(fc.constant(model), fc.nat(100 - model)));

class Books {
  readonly unsteady = new Unsteady(randomFrom(1), 0);
  readonly store: MemoryLedger;
  readonly ledger: Ledger;
  readonly clock = new ManualClock();
  images: DatasetImage[];
  readonly draft: Training;

  constructor(sources: readonly (string | undefined)[], basis?: typeof BASIS) {
    this.store = new MemoryLedger(this.unsteady);
    this.ledger = new Ledger(this.store, this.clock);
    this.images = sources.map((sharedBy) =>
      sampleImage("t1", { ...(sharedBy !== undefined && { sharedBy }) }),
    );
    const imageIds = this.images.map(({ id }) => id);
    this.draft = sampleTraining({ id: "t1", ownerId: OWNER, imageIds, ...(basis && { basis }) });
  }

  charging([modelRewardPercent, datasetRewardPercent]: readonly [number, number], killedIn = 0): Charging {
    const unsteady = new Unsteady(randomFrom(killedIn), killedIn);
    const store = killedIn === 0 ? this.store : new KilledLedger(this.store, unsteady);
    const ledger = new Ledger(store, this.clock);
    const pricing = { prices: {}, welcomePoints: 1_000_000, modelRewardPercent, datasetRewardPercent };
    const sources = Object.entries(SOURCES).map(([id, ownerId]) => sampleTraining({ id, ownerId }));
    return new Charging({
      ledger,
      accounts: new Accounts({ ledger, store, pricing, clock: this.clock }),
      keyValues: new MemoryKeyValues(this.unsteady),
      trainings: new MemoryTrainings(this.unsteady, [this.draft, ...sources]),
      datasets: { list: () => Promise.resolve(this.images) },
      clock: this.clock,
      logger: new RecordingLogger(),
    });
  }

  /** The training as it ended, with so much of its price to be paid. */
  async ended(charging: Charging, price: number, due = price): Promise<Training> {
    const queued = await charging.whilePaid(this.draft, price, (charge) =>
      Promise.resolve({ ...this.draft, ...(charge && { charge }) }),
    );
    return { ...queued, status: "COMPLETED", ...(queued.charge && { charge: { ...queued.charge, due } }) };
  }

  rewards(): { id: string; personId: string; points: number; about: object }[] {
    return this.store.postings
      .filter(({ kind }) => kind === "reward")
      .map(({ id, personId, lines, about }) => ({ id, personId, points: lines.available ?? 0, about }));
  }
}

/** Books whose writer is killed at some call, before or behind it. */
class KilledLedger extends MemoryLedger {
  constructor(of: MemoryLedger, unsteady: Unsteady) {
    super(unsteady);
    Object.defineProperty(this, "postings", { value: of.postings });
  }
}

describe("what others get of a payment", () => {
  it("goes by the number of their photos, one reward for each dataset", async () => {
    const books = new Books(["s1", "s1", "s1", "s2", "s3", undefined, "own", "gone"], BASIS);
    const charging = books.charging([10, 40]);
    const training = await books.ended(charging, 100);
    expect(training.charge?.contributions).to.deep.equal([
      { personId: "telegram:2", trainingId: "s1", photos: 3 },
      { personId: "telegram:3", trainingId: "s2", photos: 1 },
      { personId: "telegram:3", trainingId: "s3", photos: 1 },
    ]);
    await charging.settle(training);
    const hold = "t1.1";
    expect(books.rewards()).to.deep.equal([
      { id: `reward/model/${hold}`, personId: TRAINER, points: 10, about: { model: "m1", hold } },
      { id: `reward/dataset/${hold}/1`, personId: "telegram:2", points: 15, about: { dataset: "s1", hold } },
      { id: `reward/dataset/${hold}/2`, personId: "telegram:3", points: 5, about: { dataset: "s2", hold } },
      { id: `reward/dataset/${hold}/3`, personId: "telegram:3", points: 5, about: { dataset: "s3", hold } },
    ]);
    const settlement = books.store.postings.find(({ kind }) => kind === "settlement")!;
    expect(settlement.about).to.include({ charge: 100, modelReward: 10, datasetReward: 25 });
  });

  it("is numbered without a gap where some are too small to be paid", async () => {
    const books = new Books(["s1", "s1", "s2", "s3"]);
    const charging = books.charging([0, 50]);
    await charging.settle(await books.ended(charging, 4));
    expect(books.rewards().map(({ id, points }) => [id, points])).to.deep.equal([
      ["reward/dataset/t1.1/1", 2],
    ]);
  });

  it("follows from what was settled first, whatever the operator says since and whichever photos are gone", async () => {
    const books = new Books(["s1", "s2", undefined, undefined]);
    const first = books.charging([0, 50]);
    const training = await books.ended(first, 40);
    await first.settle(training);
    const rewards = books.rewards();
    expect(rewards.map(({ points }) => points)).to.deep.equal([5, 5]);
    books.images = [];
    await books.charging([0, 100]).settle(training);
    await books.charging([50, 0]).settle(training);
    expect(books.rewards()).to.deep.equal(rewards);
  });

  it("is the model's alone of a settlement from before datasets had rewards", async () => {
    const books = new Books(["s1"], BASIS);
    const training = await books.ended(books.charging([10, 50]), 40);
    await books.ledger.settle({ id: "t1.1", personId: OWNER, trainingId: "t1" }, 40, 4);
    await books.charging([10, 50]).settle(training);
    expect(books.rewards().map(({ id, points }) => [id, points])).to.deep.equal([["reward/model/t1.1", 4]]);
  });

  it("is never more than what is paid, never the payer's own, and the same however often its writer is killed", async () => {
    await fc.assert(
      fc.asyncProperty(
        photos,
        percents,
        fc.nat(300),
        fc.nat(300),
        fc.boolean(),
        async (of, shares, a, b, further) => {
          const [due, price] = [Math.min(a, b), Math.max(a, b, 1)];
          const calm = new Books(of, further ? BASIS : undefined);
          const killed = new Books(of, further ? BASIS : undefined);
          const training = await calm.ended(calm.charging(shares), price, due);
          await calm.charging(shares).settle(training);
          const owed = await killed.ended(killed.charging(shares), price, due);
          for (let life = 1; ; life++) {
            try {
              // Each life knows other shares than the one before: the settlement says which hold.
              const now = killed.store.postings.some(({ kind }) => kind === "settlement")
                ? ([0, 0] as const)
                : shares;
              await killed.charging(now, life < 6 ? 3 + life : 0).settle(owed);
              break;
            } catch (error) {
              if (!(error instanceof Killed)) throw error;
            }
          }
          expect(killed.rewards()).to.deep.equal(calm.rewards());
          const { faults, common } = await audit(killed.store);
          expect(faults).to.deep.equal([]);
          expect(common.rewards).to.equal(0);
          expect(common.revenue).to.be.within(0, due);
          const rewards = killed.rewards();
          expect(rewards.map(({ personId }) => personId)).not.to.include(OWNER);
          const theirs = of.filter(
            (source) => source !== undefined && !["gone", "own"].includes(source),
          ).length;
          const datasets = rewards.filter(({ id }) => id.startsWith("reward/dataset/"));
          const points = datasets.reduce((sum, reward) => sum + reward.points, 0);
          expect(points).to.equal(Math.floor((due * shares[1] * theirs) / (100 * of.length)));
          expect(datasets.map(({ id }) => id)).to.deep.equal(
            datasets.map((_, index) => `reward/dataset/t1.1/${index + 1}`),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
