import { expect } from "chai";
import { describe, it } from "mocha";
import { CaptionBudget } from "../../../../src/core/training/caption-budget.js";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

const MAX = 4;
/** Of a person in a day: five trainings in full. */
const A_DAY = 20;
const HOUR_MS = 3_600_000;

describe("the budget of captions", () => {
  const house = eachTestInAHouse();

  async function spend(budget: CaptionBudget, ownerId: string, trainings: readonly string[]): Promise<void> {
    for (const training of trainings) {
      for (let count = 0; count < MAX; count++) await budget.take(ownerId, training);
    }
  }

  it("is used up by a training, and by a person who deletes one and begins another", async () => {
    const { stores, clock } = house();
    const budget = new CaptionBudget(stores.keyValues, MAX, clock);
    await spend(budget, ADA.userId, ["1", "2"]);
    await expectDomainError(budget.take(ADA.userId, "1"), "captions-used-up");
    for (const training of ["1", "2"]) await budget.forget(ADA.userId, training);
    await spend(budget, ADA.userId, ["1", "2", "3"]);
    const error = await expectDomainError(budget.take(ADA.userId, "4"), "captions-resting");
    expect(error.params).to.deep.equal({ minutes: (24 * 60) / A_DAY });
    await budget.take(BOB.userId, "5");

    clock.time += (24 * HOUR_MS) / A_DAY;
    await budget.take(ADA.userId, "4");
    await expectDomainError(budget.take(ADA.userId, "4"), "captions-resting");
    await budget.giveBack(ADA.userId, "4");
    await budget.take(ADA.userId, "4");
  });
});
