import { expect } from "chai";
import { describe, it } from "mocha";
import type { JournalLine } from "../support/fake-python.js";
import { doneTwice } from "./harness/twice.js";

const STRICT = { endedAt: () => undefined, mayStart: 1, mayOverlap: false };

/** A trainer's lines: from its start to its end. */
function life(training: string, pid: number, slot: string, from: number, until: number): JournalLine[] {
  const shared = { training, pid, life: String(pid), slot, folder: `/data/jobs/${training}` };
  return [
    { ...shared, what: "start", at: from },
    { ...shared, what: "done", at: until },
  ];
}

describe("what the trainers' journal tells of work done twice", () => {
  it("is nothing where each training ran once, one after the other on each slot", () => {
    const journal = [...life("a", 1, "0", 0, 5), ...life("b", 2, "1", 1, 4), ...life("c", 3, "0", 6, 9)];
    expect(doneTwice(journal, STRICT)).to.deep.equal([]);
  });

  it("is a training that two trainers ran at once, on one slot or two", () => {
    const journal = [...life("a", 1, "0", 0, 5), ...life("a", 2, "1", 3, 8)];
    expect(doneTwice(journal, { ...STRICT, mayStart: 2 })).to.deep.equal(["a ran twice at once"]);
    expect(doneTwice(journal, { ...STRICT, mayStart: 2, mayOverlap: true })).to.deep.equal([]);
  });

  it("is a slot with two trainings at once", () => {
    const journal = [...life("a", 1, "0", 0, 5), ...life("b", 2, "0", 4, 8)];
    expect(doneTwice(journal, STRICT)).to.deep.equal(["a and b ran at once on slot /data/jobs 0"]);
  });

  it("is one start more than the fault explains, and one after the end", () => {
    const journal = [...life("a", 1, "0", 0, 5), ...life("a", 2, "0", 7, 8)];
    expect(doneTwice(journal, STRICT)).to.deep.equal(["a: 2 starts of its trainer, 1 expected"]);
    const ended = { ...STRICT, mayStart: 2, endedAt: () => 6 };
    expect(doneTwice(journal, ended)).to.deep.equal(["a was begun again after its end"]);
  });
});
