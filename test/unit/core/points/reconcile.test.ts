import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { Ledger } from "../../../../src/core/points/ledger.js";
import { reconcile, type OpenRun } from "../../../../src/core/points/reconcile.js";
import { TrainingRuns } from "../../../../src/core/points/training-runs.js";
import { eachTestInAHouse } from "../../../support/core-house.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { MemoryLedger } from "../../../support/memory-ledger.js";
import { randomFrom } from "../../../support/random.js";
import { Unsteady } from "../../../support/unsteady.js";
import { holdRun, payRun, postRewards } from "../../../support/rewarded-run.js";
import { queuedTraining, sampleTraining } from "../../../support/stored-samples.js";

const HOLD = { id: "t1/1", personId: "ada", trainingId: "t1" };
const RUN: OpenRun = { hold: "t1/1", points: 60, trainingId: "t1" };

describe("the check of the books", () => {
  let store: MemoryLedger;
  let ledger: Ledger;
  let runs: OpenRun[];
  let starting: string[];
  let pauses: number;
  let meanwhile: () => unknown;

  beforeEach(async () => {
    store = new MemoryLedger(new Unsteady(randomFrom(1), 0));
    ledger = new Ledger(store, new ManualClock());
    runs = [];
    starting = [];
    pauses = 0;
    meanwhile = () => undefined;
    await ledger.gift({ id: "1", personId: "ada", points: 100, about: {} });
    await ledger.gift({ id: "2", personId: "bob", points: 10, about: {} });
  });

  const check = () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a list stands in for the trainings
    const openRuns = async function* () {
      yield* runs;
    };
    const pause = async (): Promise<void> => {
      pauses++;
      await meanwhile();
    };
    const isStarting = (hold: string) => Promise.resolve(starting.includes(hold));
    return reconcile(store, { openRuns, isStarting }, pause);
  };

  it("says how much there is where all is right, and looks once", async () => {
    await ledger.hold(HOLD, 60);
    runs = [RUN];
    const right = { persons: 2, postings: 3, points: 110, held: 60, differences: [] };
    expect(await check()).to.deep.equal(right);
    expect(pauses).to.equal(0);
  });

  it("names holds that no training has, trainings without their hold, and other amounts", async () => {
    await ledger.hold(HOLD, 60);
    await ledger.hold({ id: "t2/1", personId: "bob", trainingId: "t2" }, 5);
    runs = [
      { hold: "t3/1", points: 7, trainingId: "t3" },
      { hold: "t2/1", points: 6, trainingId: "t2" },
    ];
    expect((await check()).differences).to.have.deep.members([
      { kind: "hold-alone", hold: "t1/1", personId: "ada", points: 60 },
      { kind: "run-alone", hold: "t3/1", trainingId: "t3", points: 7 },
      { kind: "points-differ", hold: "t2/1", trainingId: "t2", points: 6, held: 5 },
    ]);
    expect(pauses).to.equal(1);
  });

  it("says nothing of what was on its way: a Start, an end, one after the other", async () => {
    runs = [RUN];
    meanwhile = () => ledger.hold(HOLD, 60);
    expect((await check()).differences).to.deep.equal([]);
    runs = [];
    meanwhile = () => ledger.settle(HOLD, 20);
    expect((await check()).differences).to.deep.equal([]);
    runs = [RUN];
    meanwhile = async () => {
      runs = [];
      await ledger.hold({ ...HOLD, id: "t1/2" }, 5);
    };
    expect((await check()).differences).to.deep.equal([]);
    expect(pauses).to.equal(3);
    starting = ["t1/2"];
    runs = [];
    expect((await check()).differences).to.deep.equal([]);
    expect(pauses, "a Start that was cut off").to.equal(3);
  });

  it("names runs whose rewards are not what was set aside for them, and nothing of one that is on its way", async () => {
    const shares = { model: { personId: "bob", points: 4 }, datasets: [{ personId: "mia", points: 2 }] };
    await payRun(ledger, "ada", "t1.1", 20, shares);
    expect((await check()).differences).to.deep.equal([]);
    expect(pauses).to.equal(0);
    await ledger.settle(await holdRun(ledger, "ada", "t2.1", 20), 20, 6);
    await postRewards(ledger, "t2.1", { model: shares.model });
    const differs = { kind: "rewards-differ", hold: "t2.1", personId: "ada", points: 6, posted: 4 };
    expect((await check()).differences).to.deep.equal([differs]);
    meanwhile = () => postRewards(ledger, "t2.1", shares);
    expect((await check()).differences).to.deep.equal([]);
    await postRewards(ledger, "t3.1", { model: shares.model });
    const alone = { kind: "rewards-differ", hold: "t3.1", personId: "bob", points: 0, posted: 4 };
    expect((await check()).differences).to.deep.equal([alone]);
  });

  it("tells of a posting that was tampered with", async () => {
    const [first] = store.postings;
    store.postings[0] = { ...first!, lines: { available: 900, gifts: -100 } };
    const { differences } = await check();
    expect(differences.map(({ kind }) => kind)).to.include("posting");
    expect(JSON.stringify(differences)).to.contain("posting gift/1 moves 800 points out of nowhere");
  });
});

describe("trainings with points held", () => {
  const house = eachTestInAHouse();

  it("are those that have not ended and say so, however many there are", async () => {
    const { stores } = house();
    const { trainings } = stores;
    const open = Array.from({ length: 201 }, (_, at) => queuedTraining(at + 1));
    const free = queuedTraining(1, { name: "free" });
    for (const training of [...open, free, sampleTraining({ status: "COMPLETED" })])
      await trainings.insert(training);
    const runs = new TrainingRuns(stores, ({ id, name }) =>
      name === "free" ? undefined : { hold: `${id}/1`, points: 5 },
    );
    const found: OpenRun[] = [];
    for await (const run of runs.openRuns()) found.push(run);
    const expected = open.map(({ id }) => ({ hold: `${id}/1`, points: 5, trainingId: id }));
    expect(found).to.have.deep.members(expected);
  });
});
