import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { audit } from "../../../../src/core/points/audit.js";
import { randomFrom } from "../../../support/random.js";
import { holdRun, payRun, postRewards } from "../../../support/rewarded-run.js";
import { REQUEST, ROOT, StarHouse } from "../../../support/star-house.js";
import { Killed, Unsteady } from "../../../support/unsteady.js";

const MIA = { personId: "mia", points: 4 };
const DAN = { personId: "dan", points: 2 };

describe("rewards of points whose Stars went back", () => {
  let house: StarHouse;
  beforeEach(() => {
    house = new StarHouse(new Unsteady(randomFrom(1), 0));
  });
  /** Buys 100 points. */
  const buy = async (chargeId: string, of = house) => {
    const payload = await of.offer("ada", 100);
    const payment = { personId: "ada", payload, currency: "XTR", stars: 10, chargeId };
    of.desk.payments.set(chargeId, payment);
    await of.shop.purchases.paid(payment);
  };
  const starsGoBack = (chargeId: string, of = house) =>
    of.shop.purchases.refunded(chargeId, { personId: "ada", stars: 10 });
  const available = async (...people: string[]) =>
    Promise.all(people.map(async (person) => (await house.ledger.balance(person)).available));

  it("stay where the points are there still", async () => {
    await house.ledger.gift({ id: "1", personId: "ada", points: 20, about: {} });
    await buy("stx1");
    await payRun(house.ledger, "ada", "t1.1", 20, { model: MIA });
    expect(await starsGoBack("stx1")).to.deep.equal({ points: 100, gone: true });
    expect(await available("ada", "mia")).to.deep.equal([0, 4]);
  });

  it("go back from the newest run to the purchase, until what is missing is made up, once", async () => {
    const { ledger } = house;
    await ledger.gift({ id: "1", personId: "ada", points: 50, about: {} });
    await payRun(ledger, "ada", "t1.1", 20, { model: MIA });
    await buy("stx1");
    await payRun(ledger, "ada", "t2.1", 20, { model: MIA });
    await payRun(ledger, "ada", "t3.1", 30, { datasets: [DAN, MIA] });
    await payRun(ledger, "ada", "t4.1", 25);
    // 55 are there: 45 are missing, of which the newest run took 25, and the one before it the rest.
    expect(await starsGoBack("stx1")).to.deep.equal({ points: 100, gone: false });
    expect(await available("mia", "dan")).to.deep.equal([8, 0]);
    for (let times = 0; times < 2; times++) {
      await payRun(ledger, "ada", `t5.${times}`, 5, { model: MIA });
      await starsGoBack("stx1");
      await house.settle();
    }
    expect(await available("ada", "mia"), "what is spent later is another matter").to.deep.equal([45, 16]);
    expect((await house.debts()).map(({ key }) => key)).to.deep.equal(["stx1"]);
    await ledger.gift({ id: "2", personId: "ada", points: 55, about: {} });
    await house.settle();
    expect(await available("ada", "mia", "dan"), "what is made good brings none back").to.deep.equal([
      0, 16, 0,
    ]);
    expect(await house.debts()).to.deep.equal([]);
    expect((await audit(house.store)).faults).to.deep.equal([]);
  });

  it("go back no further than the purchase, and of two purchases, of all that both paid for", async () => {
    const { ledger } = house;
    await ledger.gift({ id: "1", personId: "ada", points: 50, about: {} });
    await payRun(ledger, "ada", "t0.1", 50, { model: MIA });
    await buy("stx1");
    await buy("stx2");
    await payRun(ledger, "ada", "t1.1", 100, { model: DAN });
    await payRun(ledger, "ada", "t2.1", 100, { model: MIA });
    await starsGoBack("stx2");
    expect(await available("mia", "dan")).to.deep.equal([4, 2]);
    await starsGoBack("stx1");
    expect(await available("mia", "dan")).to.deep.equal([4, 0]);
  });

  it("go back when a run that held the points has ended; of one that was given back there are none", async () => {
    const { ledger } = house;
    house.trainings.push({ id: "t1", ownerId: "ada", name: "Rex", status: "COMPLETED" });
    await buy("stx1");
    await payRun(ledger, "ada", "t1.1", 40, { model: DAN });
    await house.shop.costReturns.giveBack(ROOT, "t1", REQUEST);
    await payRun(ledger, "ada", "t2.1", 50, { model: DAN });
    const hold = await holdRun(ledger, "ada", "t3.1", 50);
    await starsGoBack("stx1");
    expect(await available("ada", "dan")).to.deep.equal([0, 0]);
    await ledger.settle(hold, 50, 4);
    await postRewards(ledger, "t3.1", { model: MIA });
    await house.settle();
    await house.settle();
    expect(await available("mia")).to.deep.equal([0]);
    expect((await house.debts()).map(({ key }) => key)).to.deep.equal(["stx1"]);
  });

  it("go back all the same where it is killed again and again", async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const calm = new Unsteady(randomFrom(seed), 0);
      const killing = new StarHouse(calm);
      const { ledger } = killing;
      await buy("stx1", killing);
      await payRun(ledger, "ada", "t1.1", 60, { model: MIA, datasets: [DAN] });
      await payRun(ledger, "ada", "t2.1", 40, { model: MIA });
      await payRun(ledger, "mia", "m1.1", 5);
      const restless = new Unsteady(randomFrom(seed), 25);
      calm.call = (work) => restless.call(work);
      for (;;) {
        try {
          await starsGoBack("stx1", killing);
          break;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
      }
      restless.calm();
      await ledger.gift({ id: "1", personId: "mia", points: 5, about: {} });
      await killing.settle();
      expect((await ledger.balance("mia")).available, `seed ${seed}`).to.equal(0);
      expect((await ledger.balance("dan")).available, `seed ${seed}`).to.equal(0);
      expect((await audit(killing.store)).faults).to.deep.equal([]);
    }
  });
});
