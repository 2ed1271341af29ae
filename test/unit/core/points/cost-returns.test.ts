import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { audit } from "../../../../src/core/points/audit.js";
import { spentSince } from "../../../../src/core/points/spending.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { randomFrom } from "../../../support/random.js";
import { holdRun, payRun, postRewards } from "../../../support/rewarded-run.js";
import { REQUEST, ROOT, StarHouse } from "../../../support/star-house.js";
import { Unsteady } from "../../../support/unsteady.js";

const SHARES = {
  model: { personId: "mia", points: 4 },
  datasets: [
    { personId: "dan", points: 2 },
    { personId: "dora", points: 3 },
  ],
};

describe("what a training cost, given back", () => {
  let house: StarHouse;
  beforeEach(async () => {
    house = new StarHouse(new Unsteady(randomFrom(1), 0));
    await house.ledger.gift({ id: "1", personId: "ada", points: 100, about: {} });
    house.trainings.push({ id: "t1", ownerId: "ada", name: "Rex", status: "COMPLETED" });
  });
  const giveBack = (training = "t1", actor = ROOT) =>
    house.shop.costReturns.giveBack(actor, training, REQUEST);
  const available = async (...people: string[]) =>
    Promise.all(people.map(async (person) => (await house.ledger.balance(person)).available));
  const expectRightBooks = async () => {
    const { faults, common, rewarded } = await audit(house.store);
    expect(faults).to.deep.equal([]);
    for (const { points, posted } of rewarded.values()) expect(posted).to.equal(points);
    return common;
  };

  it("is all its runs were charged, once, with every reward; its person is told, and it does not count as spent", async () => {
    const { ledger } = house;
    await payRun(ledger, "ada", "t1.3", 20, SHARES);
    await ledger.settle(await holdRun(ledger, "ada", "t1.5", 30), 10);
    await ledger.settle(await holdRun(ledger, "ada", "t1.7", 30), 0);
    await payRun(ledger, "ada", "t2.1", 5);
    expect(await giveBack()).to.deep.equal({ personId: "ada", points: 30, isNew: true });
    expect(await available("ada", "mia", "dan", "dora")).to.deep.equal([95, 0, 0, 0]);
    await house.settle();
    expect(await giveBack()).to.deep.equal({ personId: "ada", points: 30, isNew: false });
    await house.settle();
    expect(house.desk.told).to.deep.equal(["ada: 30 for Rex"]);
    expect(await house.debts()).to.deep.equal([]);
    expect(await expectRightBooks()).to.include({ gifts: -100, revenue: 5, rewards: 0 });
    const spent = await spentSince(house.store, "ada", 0);
    expect(spent.reduce((sum, { points }) => sum + points, 0)).to.equal(5);
    // Taken up again, and given back again.
    await payRun(ledger, "ada", "t1.9", 7);
    expect(await giveBack()).to.deep.equal({ personId: "ada", points: 7, isNew: true });
    await house.settle();
    expect(house.desk.told.at(-1)).to.equal("ada: 7 for Rex");
  });

  it("leaves who has spent a reward owing it, and never with less than nothing", async () => {
    const { ledger } = house;
    await payRun(ledger, "ada", "t1.3", 20, SHARES);
    await payRun(ledger, "mia", "m1.1", 3);
    await giveBack();
    await house.settle();
    expect(await available("mia", "dan", "dora")).to.deep.equal([1, 0, 0]);
    expect((await house.debts()).map(({ key }) => key)).to.deep.equal(["t1.3"]);
    await ledger.gift({ id: "2", personId: "mia", points: 4, about: {} });
    await house.settle();
    expect(await available("ada", "mia")).to.deep.equal([100, 1]);
    expect(await house.debts()).to.deep.equal([]);
    expect(await expectRightBooks()).to.include({ revenue: 3, rewards: 0 });
  });

  it("takes rewards back that were posted late", async () => {
    const { ledger } = house;
    await ledger.settle(await holdRun(ledger, "ada", "t1.3", 20), 20, 9);
    await giveBack();
    await house.settle();
    expect(await house.debts()).to.have.lengthOf(1);
    await postRewards(ledger, "t1.3", { ...SHARES, datasets: [] });
    await house.settle();
    expect(await available("mia")).to.deep.equal([0]);
    expect(await house.debts(), "those of the dataset are not posted yet").to.have.lengthOf(1);
    await postRewards(ledger, "t1.3", SHARES);
    await house.settle();
    expect(await available("mia", "dan", "dora")).to.deep.equal([0, 0, 0]);
    expect(await house.debts()).to.deep.equal([]);
  });

  it("settles what the end of the training still owes first", async () => {
    house.owed = () => payRun(house.ledger, "ada", "t1.3", 20, SHARES);
    expect(await giveBack()).to.deep.equal({ personId: "ada", points: 20, isNew: true });
    expect(await available("ada", "mia")).to.deep.equal([100, 0]);
  });

  it("is given back also of a training that was deleted", async () => {
    await payRun(house.ledger, "ada", "gone.1", 20);
    expect(await giveBack("gone")).to.deep.equal({ personId: "ada", points: 20, isNew: true });
    await house.settle();
    expect(house.desk.told).to.deep.equal(["ada: 20 for –"]);
  });

  it("is refused to others, of trainings that run, that cost nothing, and that there are not", async () => {
    await payRun(house.ledger, "ada", "t1.3", 20);
    house.trainings.push(
      { id: "runs", ownerId: "ada", name: "Runs", status: "TRAINING" },
      { id: "failed", ownerId: "ada", name: "Failed", status: "FAILED" },
      { id: "free", ownerId: "ada", name: "Free", status: "COMPLETED" },
    );
    await house.ledger.settle(await holdRun(house.ledger, "ada", "failed.2", 30), 0);
    await expectDomainError(giveBack("t1", { userId: "ada", isAdmin: false }), "not-admin");
    await expectDomainError(giveBack("runs"), "training-not-ended");
    await expectDomainError(giveBack("failed"), "training-was-free");
    await expectDomainError(giveBack("free"), "training-was-free");
    await expectDomainError(giveBack("none"), "charge-unknown");
    expect(await available("ada")).to.deep.equal([80]);
    expect(await house.debts()).to.deep.equal([]);
  });
});
