import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { audit } from "../../../../src/core/points/audit.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { withDue } from "../../../../src/core/training/charge.js";
import { Charging } from "../../../../src/core/training/charging.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryKeyValues } from "../../../support/memory-key-values.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { MemoryTrainings } from "../../../support/memory-trainings.js";
import { randomFrom } from "../../../support/random.js";
import { RecordingLogger } from "../../../support/recording-logger.js";
import { sampleTraining } from "../../../support/stored-samples.js";
import { Unsteady } from "../../../support/unsteady.js";

const OWNER = sampleTraining().ownerId;
const TRAINER = "telegram:77";
const BASIS = { modelId: "m1", name: "Rex", recipeId: "flux", rank: 16, files: [], trainedBy: TRAINER };

describe("what is paid for a training", () => {
  const clock = new ManualClock();
  const calm = new Unsteady(randomFrom(1), 0);
  let store: MemoryLedger;
  let ledger: Ledger;

  beforeEach(() => {
    store = new MemoryLedger(calm);
    ledger = new Ledger(store, clock);
  });

  const charging = (percent: number | undefined) => {
    const pricing = { prices: {}, welcomePoints: 100, modelRewardPercent: percent ?? 0 };
    return new Charging({
      ledger,
      accounts: percent === undefined ? undefined : new Accounts({ ledger, store, pricing, clock }),
      keyValues: new MemoryKeyValues(calm),
      trainings: new MemoryTrainings(calm, [sampleTraining()]),
      datasets: { list: () => Promise.resolve([]) },
      clock,
      logger: new RecordingLogger(),
    });
  };
  /** A run that was paid for with 40 points, and came to this end. */
  const ended = async (
    status: "COMPLETED" | "FAILED",
    changes: Partial<Training> = {},
  ): Promise<Training> => {
    const waiting = await charging(10).whilePaid(sampleTraining(changes), 40, (charge) =>
      Promise.resolve(sampleTraining({ ...changes, ...(charge && { charge }), status: "PUBLISHING" })),
    );
    return withDue(waiting, { ...waiting, status });
  };
  const available = async (personId: string) => (await ledger.balance(personId)).available;

  it("is shared with who trained the model that it went on from, once", async () => {
    const training = await ended("COMPLETED", { basis: BASIS });
    for (let times = 0; times < 3; times++) await charging(10).settle(training);
    expect(await available(OWNER)).to.equal(60);
    expect(await available(TRAINER)).to.equal(4);
    const { faults, common } = await audit(store);
    expect(faults).to.deep.equal([]);
    expect(common).to.include({ revenue: 36, rewards: 0 });
  });

  it("keeps the share that was settled first, whatever the operator says since", async () => {
    const training = await ended("COMPLETED", { basis: BASIS });
    await charging(10).settle(training);
    await charging(50).settle(training);
    expect(await available(TRAINER)).to.equal(4);
  });

  it("is nothing where it failed, for anybody", async () => {
    await charging(10).settle(await ended("FAILED", { basis: BASIS }));
    expect([await available(OWNER), await available(TRAINER)]).to.deep.equal([100, 0]);
  });

  it("is settled also where nothing costs anything any more, and nothing is held then", async () => {
    const training = await ended("COMPLETED", { basis: BASIS });
    const free = charging(undefined);
    await free.settle(training);
    expect([await available(OWNER), await available(TRAINER)]).to.deep.equal([60, 0]);
    const again = await free.whilePaid(training, 40, (charge) => {
      expect(charge).to.equal(undefined);
      return Promise.resolve(training);
    });
    expect(again).to.equal(training);
  });
});
