import { expect } from "chai";
import { describe, it } from "mocha";
import { Gate } from "../../../../src/core/training/gate.js";
import { settle } from "../../../support/turns.js";

describe("a gate", () => {
  const { signal } = new AbortController();

  it("lets so many through at once, the others in their order", async () => {
    const gate = new Gate(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = [1, 2, 3, 4].map((task) =>
      gate.run(() => {
        begun.push(task);
        return new Promise<void>((resolve) => ends.push(resolve));
      }, signal),
    );
    await settle();
    expect(begun).to.deep.equal([1, 2]);
    ends[1]!();
    await settle();
    expect(begun).to.deep.equal([1, 2, 3]);
    ends[0]!();
    ends[2]!();
    await settle();
    ends[3]!();
    await Promise.all(all);
    expect(begun).to.deep.equal([1, 2, 3, 4]);
  });

  it("is free again after a task that failed", async () => {
    const gate = new Gate(1);
    const failure = await gate
      .run(() => Promise.reject(new Error("no")), signal)
      .catch((error: unknown) => error);
    expect(failure).to.be.an("error").with.property("message", "no");
    expect(await gate.run(() => Promise.resolve("yes"))).to.equal("yes");
  });

  it("lets go of one who waits no longer, and of nobody else", async () => {
    const gate = new Gate(1);
    let end = (): void => undefined;
    const first = gate.run(() => new Promise<void>((resolve) => (end = resolve)), signal);
    const impatient = new AbortController();
    const left = gate.run(() => Promise.resolve("left"), impatient.signal).catch((error: unknown) => error);
    const stays = gate.run(() => Promise.resolve("stays"));
    impatient.abort(new Error("enough"));
    expect(await left)
      .to.be.an("error")
      .with.property("message", "enough");
    end();
    await first;
    expect(await stays).to.equal("stays");
  });
});
