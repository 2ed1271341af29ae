import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import {
  ACTIVE_STATUSES,
  canMove,
  isActive,
  isTerminal,
  move,
  remembering,
  STATUSES,
  TERMINAL_STATUSES,
  type Happening,
  type Status,
} from "../../../../src/core/training/state.js";
import { randomFrom } from "../../../support/random.js";

/** The table as the plan of the house draws it, written down a second time. */
const PLAN: Readonly<Record<Status, readonly Status[]>> = {
  DRAFT: ["QUEUED"],
  QUEUED: ["PREPARING", "CANCELLED", "FAILED"],
  PREPARING: ["TRAINING", "QUEUED", "CANCELLED", "FAILED"],
  TRAINING: ["PUBLISHING", "QUEUED", "CANCELLED", "FAILED"],
  PUBLISHING: ["COMPLETED", "QUEUED", "CANCELLED", "FAILED"],
  COMPLETED: [],
  FAILED: ["QUEUED"],
  CANCELLED: ["QUEUED"],
};

interface Walked {
  readonly status: Status;
  readonly history?: readonly Happening[];
}

describe("the states of a training", () => {
  for (const from of STATUSES) {
    for (const to of STATUSES) {
      const allowed = PLAN[from].includes(to);
      it(`${allowed ? "lets" : "does not let"} ${from} become ${to}`, () => {
        expect(canMove(from, to)).to.equal(allowed);
        const training = { status: from, name: "Rex" };
        if (allowed) {
          const history = [{ what: to, at: 7 }];
          expect(move(training, to, 7)).to.deep.equal({ status: to, name: "Rex", history });
        } else {
          expect(() => move(training, to, 7))
            .to.throw(DomainError)
            .that.deep.includes({ code: "conflict", params: { from, to } });
        }
        expect(training.status, "the training that was given").to.equal(from);
      });
    }
  }

  it("knows for each state whether a worker holds it and whether it is the end", () => {
    expect(STATUSES.filter(isActive)).to.deep.equal(ACTIVE_STATUSES);
    expect(STATUSES.filter(isTerminal)).to.deep.equal(TERMINAL_STATUSES);
    for (const status of TERMINAL_STATUSES) expect(["", "QUEUED"]).to.include(PLAN[status].join());
    for (const status of ACTIVE_STATUSES) expect(PLAN[status]).to.include("QUEUED");
  });

  it("are remembered with their times, and with who took over in one; the oldest go", () => {
    const failed: Walked = { status: "FAILED", history: [{ what: "FAILED", at: 1 }] };
    let training = move(failed, "QUEUED", 5);
    training = remembering(training, { what: "TAKEN_OVER", at: 6 });
    expect(training.history).to.deep.equal([
      { what: "FAILED", at: 1 },
      { what: "QUEUED", at: 5 },
      { what: "TAKEN_OVER", at: 6 },
    ]);
    for (let at = 10; at < 100; at++) training = remembering(training, { what: "TAKEN_OVER", at });
    expect(training.history).to.have.lengthOf(30);
    expect(training.history?.at(0)?.at).to.equal(70);
  });

  it("is never left by a random walk, which ends in a terminal state or goes on by the table", () => {
    const random = randomFrom(42);
    for (let walk = 0; walk < 300; walk++) {
      let training: { status: Status } = { status: "DRAFT" };
      for (let step = 0; step < 60; step++) {
        const wanted = STATUSES[random.below(STATUSES.length)]!;
        const before = training.status;
        try {
          training = move(training, wanted, step);
          expect(PLAN[before]).to.include(wanted);
        } catch (error) {
          expect(error).to.be.instanceOf(DomainError);
          expect(PLAN[before]).not.to.include(wanted);
          expect(training.status).to.equal(before);
        }
        expect(STATUSES).to.include(training.status);
      }
    }
  });

  it("reaches every state from a draft", () => {
    const reached = new Set<Status>(["DRAFT"]);
    for (const from of reached) for (const to of STATUSES) if (canMove(from, to)) reached.add(to);
    expect([...reached]).to.have.members([...STATUSES]);
  });
});
