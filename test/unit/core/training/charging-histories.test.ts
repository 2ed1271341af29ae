import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isDomainError } from "../../../../src/core/errors.js";
import { Accounts } from "../../../../src/core/points/accounts.js";
import { audit } from "../../../../src/core/points/audit.js";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { openPrice, withDue } from "../../../../src/core/training/charge.js";
import { Charging } from "../../../../src/core/training/charging.js";
import type { Training } from "../../../../src/core/training/model.js";
import { move, type Status } from "../../../../src/core/training/state.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryTrainings } from "../../../support/memory-trainings.js";
import { MemoryKeyValues } from "../../../support/memory-key-values.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { randomFrom } from "../../../support/random.js";
import { RecordingLogger } from "../../../support/recording-logger.js";
import { sampleImage, sampleTraining } from "../../../support/stored-samples.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const HISTORIES = 4_000;
const PRICE = 40;
const STEPS = 100;
const IDS = ["one", "two", "three"];
/** Of five photos, three are of two others, and one of a training that is gone. */
const SOURCES = ["his", "hers", "his", "gone", undefined];
const THEIRS = [
  sampleTraining({ id: "his", ownerId: "telegram:77" }),
  sampleTraining({ id: "hers", ownerId: "telegram:78" }),
];
const PHOTOS = SOURCES.map((sharedBy, index) =>
  sampleImage("one", { id: `i${index}`, ...(sharedBy !== undefined && { sharedBy }) }),
);

/** What happens to a training: a tap on Start or Continue, a worker that claims it, how it ends, a change to it. */
const acts = fc.record({
  id: fc.constantFrom(...IDS),
  act: fc.constantFrom("start", "start", "claim", "complete", "fail", "stop", "settle", "edit", "recover"),
  step: fc.nat(STEPS),
});
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never;

const histories = fc.record({
  groups: fc.array(fc.array(acts, { maxLength: 4 }), { maxLength: 8 }),
  seed: fc.nat(),
  killedIn: fc.constantFrom(0, 4, 12),
  welcomePoints: fc.constantFrom(30, 90, 500),
});

/** Everything that a training's points go through, on stores that are killed. */
class Money {
  readonly clock = new ManualClock();
  readonly unsteady: Unsteady;
  readonly store: MemoryLedger;
  readonly trainings: MemoryTrainings;
  readonly charging: Charging;

  constructor(seed: number, killedIn: number, welcomePoints: number) {
    this.unsteady = new Unsteady(randomFrom(seed), killedIn);
    this.store = new MemoryLedger(this.unsteady);
    const quote = { images: 3, steps: STEPS, minutes: 1, ahead: 0, waitMinutes: 0, price: PRICE };
    const imageIds = PHOTOS.map(({ id }) => id);
    const drafts = IDS.map((id) => ({ ...sampleTraining({ id, imageIds }), quote }));
    this.trainings = new MemoryTrainings(this.unsteady, [...drafts, ...THEIRS]);
    const ledger = new Ledger(this.store, this.clock);
    const pricing = { prices: {}, welcomePoints, modelRewardPercent: 10, datasetRewardPercent: 33 };
    this.charging = new Charging({
      ledger,
      accounts: new Accounts({ ledger, store: this.store, pricing, clock: this.clock }),
      keyValues: new MemoryKeyValues(this.unsteady),
      trainings: this.trainings,
      datasets: { list: () => this.unsteady.call(() => PHOTOS) },
      clock: this.clock,
      logger: new RecordingLogger(),
    });
  }

  async get(id: string): Promise<Training> {
    return (await this.trainings.get(id))!;
  }

  async happen({ id, act, step }: Act): Promise<void> {
    const training = await this.get(id);
    const { status } = training;
    const at = this.clock.now();
    if (act === "recover") {
      await this.charging.recover(0);
    }
    if (act === "start" && ["DRAFT", "FAILED", "CANCELLED"].includes(status)) await this.#start(training);
    if (act === "settle") await this.charging.settle(training);
    if (act === "edit") await this.trainings.save(training);
    if (act === "claim" && status === "QUEUED")
      await this.trainings.save({
        ...move(move(training, "PREPARING", at), "TRAINING", at),
        ...progressAt(step),
      });
    if (act === "complete" && status === "TRAINING") await this.#end(training, "COMPLETED");
    if (act === "fail" && status === "TRAINING") await this.#end(training, "FAILED");
    if (act === "stop" && ["QUEUED", "TRAINING"].includes(status)) await this.#end(training, "CANCELLED");
  }

  /** As a tap on Start or on Continue. */
  async #start(training: Training): Promise<void> {
    await this.charging.settle(training);
    await this.charging.whilePaid(training, openPrice(training), (charge) => {
      const { charge: _earlier, ...rest } = training;
      return this.trainings.save({ ...move(rest, "QUEUED", this.clock.now()), ...(charge && { charge }) });
    });
  }

  async #end(training: Training, status: Status): Promise<void> {
    const at = this.clock.now();
    const published = status === "COMPLETED" ? move(training, "PUBLISHING", at) : training;
    await this.trainings.save(withDue(training, move(published, status, at)));
  }
}

function progressAt(step: number): Pick<Training, "progress"> {
  return { progress: { phase: "train", step, steps: STEPS } };
}

/** Until it is done, killed and begun again as often as it takes; or refused, as by another who was first. */
async function untilDone(money: Money, act: Act): Promise<void> {
  for (;;) {
    try {
      await money.happen(act);
      return;
    } catch (error) {
      if (isDomainError(error, "points-short", "hold-settled", "conflict")) return;
      if (!(error instanceof Killed)) throw error;
      // Half of those who are killed never come back.
      if (act.step % 2 === 0) return;
    }
  }
}

describe("histories of trainings that cost points", () => {
  it(`leave right books: ${HISTORIES} of them, at once, killed and repeated`, async function () {
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(histories, async ({ groups, seed, killedIn, welcomePoints }) => {
        const money = new Money(seed, killedIn, welcomePoints);
        for (const group of groups) await Promise.all(group.map((act) => untilDone(money, act)));
        await expectRight(money);
      }),
      { numRuns: HISTORIES },
    );
  });
});

/** After what a calm minute brings: what crashes left is recovered, and what is owed is settled. */
async function expectRight(money: Money): Promise<void> {
  const { charging, store, unsteady } = money;
  unsteady.calm();
  await charging.recover(0);
  for (const id of IDS) await charging.settle(await money.get(id));
  const { faults, open, common } = await audit(store);
  expect(faults).to.deep.equal([]);
  expect(common.rewards, "what was set aside for others is theirs").to.equal(0);
  for (const { about } of store.postings.filter(({ kind }) => kind === "settlement")) {
    const rewards = store.postings.filter(
      (each) => each.kind === "reward" && each.about["hold"] === about["hold"],
    );
    const points = rewards.map(({ lines }) => lines.available ?? 0).reduce((sum, each) => sum + each, 0);
    expect(points).to.equal(Math.floor((Number(about["charge"]) * 33 * 3) / 500));
  }
  const waiting: string[] = [];
  for (const id of IDS) {
    const { status, charge, paid = 0 } = await money.get(id);
    const charged = store.postings
      .filter(({ kind, about }) => kind === "settlement" && about["training"] === id)
      .reduce((sum, { about }) => sum + Number(about["charge"]), 0);
    expect(charged, `${id} has paid what its record says`).to.equal(paid).and.to.be.at.most(PRICE);
    if (status === "COMPLETED") expect(paid, `${id} is paid for whole`).to.equal(PRICE);
    if (status === "QUEUED" || status === "TRAINING") if (charge !== undefined) waiting.push(charge.hold);
  }
  expect([...open.keys()].sort(), "held is what waits or runs").to.deep.equal(waiting.sort());
}
