import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { useFakeTimers, type SinonFakeTimers } from "sinon";
import { CardDrift } from "../../../src/integrations/telegram/card-drift.js";

describe("a card that others come below", () => {
  let time: SinonFakeTimers;
  let drift: CardDrift;
  let moves: string[];

  beforeEach(() => {
    time = useFakeTimers();
    drift = new CardDrift();
    moves = [];
  });
  afterEach(() => {
    time.restore();
  });

  const photos = (id: string, count: number): void => {
    for (let number = 0; number < count; number++) drift.came(id);
    drift.rest(id, () => moves.push(id));
  };

  it("moves to the bottom when many came and nothing more does", () => {
    photos("a", 10);
    time.tick(2_499);
    expect(moves).to.deep.equal([]);
    time.tick(1);
    expect(moves).to.deep.equal(["a"]);
  });

  it("stays where it is while it is still seen", () => {
    photos("a", 9);
    time.tick(60_000);
    expect(moves).to.deep.equal([]);
  });

  it("waits for whoever goes on sending", () => {
    photos("a", 10);
    time.tick(2_000);
    photos("a", 1);
    time.tick(2_000);
    drift.busy("a");
    time.tick(60_000);
    expect(moves).to.deep.equal([]);
  });

  it("counts anew from the bottom, each card for itself, and moves no more once it is stopped", () => {
    photos("a", 10);
    drift.reset("a");
    photos("a", 9);
    photos("b", 10);
    drift.stop();
    photos("c", 10);
    time.tick(60_000);
    expect(moves).to.deep.equal(["c"]);
  });
});
