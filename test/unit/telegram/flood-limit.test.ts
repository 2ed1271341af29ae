import { expect } from "chai";
import { describe, it } from "mocha";
import { FloodLimit, type FloodVerdict } from "../../../src/integrations/telegram/flood-limit.js";

const EVE = 1;
const BEN = 2;

describe("the pace that a person is held to", () => {
  let id = 0;
  const limit = () => new FloodLimit({ perMinute: 60, burst: 3 });
  const send = (to: FloodLimit, person: number, at: number, repeat = false): FloodVerdict =>
    to.judge(person, { id: ++id, repeat }, at);

  it("takes a burst, tells once, and leaves the rest aside until the rest is over", () => {
    const three = limit();
    expect([0, 0, 0].map((at) => send(three, EVE, at))).to.deep.equal(["take", "take", "take"]);
    expect(send(three, EVE, 0)).to.equal("tell");
    expect(three.until(EVE)).to.equal(3_000);
    three.told(EVE);
    expect([0, 1_000, 2_999].map((at) => send(three, EVE, at))).to.deep.equal(["leave", "leave", "leave"]);
    expect([3_000, 3_000, 3_000].map((at) => send(three, EVE, at))).to.deep.equal(["take", "take", "take"]);
    expect(send(three, EVE, 3_000)).to.equal("tell");
  });

  it("holds nobody else up", () => {
    const three = limit();
    for (let count = 0; count < 10; count++) send(three, EVE, 0);
    expect(send(three, BEN, 0)).to.equal("take");
  });

  it("goes by when things were sent: what piled up is no flood", () => {
    const three = limit();
    expect([0, 1, 2, 3, 4, 5, 6].map((second) => send(three, EVE, second * 1_000))).to.deep.equal(
      Array.from({ length: 7 }, () => "take"),
    );
  });

  it("tells again when it could not be told, and lets through what was let through before", () => {
    const three = limit();
    for (let count = 0; count < 3; count++) send(three, EVE, 0);
    const first = ++id;
    expect(three.judge(EVE, { id: first, repeat: false }, 0)).to.equal("tell");
    expect(three.judge(EVE, { id: first, repeat: true }, 0), "the word did not arrive").to.equal("tell");
    three.told(EVE);
    expect(three.judge(EVE, { id: first, repeat: true }, 0)).to.equal("leave");
    expect(send(three, EVE, 0, true), "begun before").to.equal("take");
    expect(send(three, EVE, 0)).to.equal("leave");
  });

  it("forgets who has rested", () => {
    const three = limit();
    for (let count = 0; count < 4; count++) send(three, EVE, 0);
    expect(three.until(EVE)).to.equal(3_000);
    send(three, BEN, 3_000);
    expect(three.until(EVE)).to.equal(undefined);
  });
});
