import { expect } from "chai";
import { describe, it } from "mocha";
import { forecast, type Situation, type Work } from "../../../../src/core/training/forecast.js";

const NOW = 1_000_000;
const slot = (id: string, ...recipes: string[]) => ({ id, recipeIds: new Set(["a", ...recipes]) });
const work = (id: string, queuedAt: number, seconds = 100, recipeId = "a"): Work => ({
  id,
  ownerId: id.charAt(0),
  queuedAt,
  recipeId,
  seconds,
});

/** Starts and ends in seconds from now, and how many start before. */
function play(situation: Partial<Situation>): Record<string, [number, number, number]> {
  const empty = {
    now: NOW,
    slots: [slot("s1")],
    running: [],
    waiting: [],
    turnEnds: new Map<string, number>(),
  };
  const places = [...forecast({ ...empty, ...situation })];
  return Object.fromEntries(
    places.map(([id, { ahead, startsAt, endsAt }]) => [
      id,
      [ahead, (startsAt - NOW) / 1000, (endsAt - NOW) / 1000],
    ]),
  );
}

describe("the forecast of the queue", () => {
  it("tells nothing of an empty queue, nor where there is no slot", () => {
    expect(play({})).to.deep.equal({});
    expect(play({ slots: [], waiting: [work("A1", 1)] })).to.deep.equal({});
  });

  it("starts at once on a free slot, and else when the first one ends", () => {
    const running = [
      { ownerId: "X", slotId: "s1", endsAt: NOW + 50_000 },
      { ownerId: "Y", slotId: "s2", endsAt: NOW + 20_000 },
    ];
    const waiting = [work("A1", 1), work("B1", 2), work("C1", 3)];
    expect(play({ slots: [slot("s1"), slot("s2"), slot("s3")], running, waiting })).to.deep.equal({
      A1: [0, 0, 100],
      B1: [1, 20, 120],
      C1: [2, 50, 150],
    });
  });

  it("starts at once what waits for one that should have ended, or that leaves a slot last", () => {
    const running = [
      { ownerId: "X", slotId: "s1", endsAt: NOW - 50_000 },
      { ownerId: "X", slotId: "s1", endsAt: NOW + 10_000 },
    ];
    expect(play({ running: running.slice(0, 1), waiting: [work("A1", 1)] })).to.deep.equal({
      A1: [0, 0, 100],
    });
    expect(play({ running, waiting: [work("A1", 1)] })).to.deep.equal({ A1: [0, 10, 110] });
  });

  it("lets persons take turns, as the claim does", () => {
    const waiting = [work("A1", 1), work("A2", 2), work("A3", 3), work("B1", 4), work("C1", 5, 10)];
    expect(play({ waiting })).to.deep.equal({
      A1: [0, 0, 100],
      B1: [1, 100, 200],
      C1: [2, 200, 210],
      A2: [3, 210, 310],
      A3: [4, 310, 410],
    });
    const ended = new Map([["A", 10]]);
    expect(Object.keys(play({ waiting: waiting.slice(1), turnEnds: ended }))).to.deep.equal([
      "B1",
      "C1",
      "A2",
      "A3",
    ]);
    const running = [{ ownerId: "B", slotId: "s2", endsAt: NOW + 1e9 }];
    expect(Object.keys(play({ waiting: waiting.slice(2), running }))).to.deep.equal(["A3", "C1", "B1"]);
  });

  it("gives each slot what fits it, and leaves out what fits none", () => {
    const slots = [slot("s1"), slot("s2", "big")];
    const waiting = [
      work("A1", 1, 100, "big"),
      work("B1", 2, 100, "big"),
      work("C1", 3),
      work("D1", 4, 5, "?"),
    ];
    expect(play({ slots, waiting })).to.deep.equal({ C1: [0, 0, 100], A1: [1, 0, 100], B1: [2, 100, 200] });
  });

  describe("with persons who are still to come", () => {
    const coming = { everySeconds: 60, seconds: 50 };

    it("lets them overtake who has had a turn by then, and nobody else", () => {
      const waiting = [work("A1", 1), work("B1", 2)];
      expect(play({ waiting, coming })).to.deep.equal(play({ waiting }));
      const twice = [...waiting, work("A2", 3)];
      // A1 ends at 100. Who comes at 60 goes before A2, who comes at 240 does not; B1 runs till 200.
      expect(play({ waiting: twice, coming })["A2"]).to.deep.equal([2, 250, 350]);
    });

    it("keeps a slot that takes nothing of the queue for them", () => {
      const slots = [slot("s1", "big"), slot("s2")];
      const waiting = [work("A1", 1, 100, "big"), work("A2", 2, 100, "big")];
      expect(play({ slots, waiting, coming })["A2"]).to.deep.equal([1, 100, 200]);
    });
  });
});
