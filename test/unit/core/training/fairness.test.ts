import { expect } from "chai";
import { describe, it } from "mocha";
import { compareTurns, compareWaiting, firstTurn, turnOf } from "../../../../src/core/training/fairness.js";

const waiting = (ownerId: string, queuedAt: number, id = `${ownerId}${queuedAt}`) => ({
  id,
  ownerId,
  queuedAt,
});

describe("whose turn it is", () => {
  it("is the one's who waits longest, of persons without a slot", () => {
    const turns = [
      turnOf(waiting("A", 30), { active: 0 }),
      turnOf(waiting("B", 10), { active: 1 }),
      turnOf(waiting("C", 20), { active: 0 }),
    ];
    expect(turns.toSorted(compareTurns).map(({ ownerId }) => ownerId)).to.deep.equal(["C", "A", "B"]);
    expect(firstTurn(turns)?.ownerId).to.equal("C");
    expect(firstTurn([])).to.equal(undefined);
  });

  it("counts the wait from the end of a person's last turn, where that came later", () => {
    expect(turnOf(waiting("A", 10), { active: 0, endedAt: 25 }).since).to.equal(25);
    expect(turnOf(waiting("A", 10), { active: 0, endedAt: 5 }).since).to.equal(10);
    const [had, came] = [
      turnOf(waiting("A", 10), { active: 0, endedAt: 25 }),
      turnOf(waiting("B", 20), { active: 0 }),
    ];
    expect(compareTurns(came, had)).to.be.below(0);
  });

  it("goes by the queue, then by the id, where all else is equal", () => {
    const ended = { active: 0, endedAt: 50 };
    expect(compareTurns(turnOf(waiting("A", 10), ended), turnOf(waiting("B", 20), ended))).to.be.below(0);
    expect(compareWaiting(waiting("A", 1, "x"), waiting("A", 1, "y"))).to.equal(-1);
    expect(compareWaiting(waiting("A", 1, "y"), waiting("A", 1, "x"))).to.equal(1);
    expect(compareWaiting(waiting("A", 1, "x"), waiting("A", 1, "x"))).to.equal(0);
  });
});
