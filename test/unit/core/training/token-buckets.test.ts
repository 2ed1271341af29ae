import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { TokenBuckets } from "../../../../src/core/training/token-buckets.js";

describe("buckets of tokens", () => {
  const buckets = () => new TokenBuckets<string>({ burst: 3, everyMs: 100 });
  const taken = (of: TokenBuckets<string>, key: string, times: readonly number[]) =>
    times.map((at) => of.take(key, at));

  it("give so many at once, then one in so long, to each key by itself", () => {
    const three = buckets();
    expect(taken(three, "a", [0, 0, 0, 0])).to.deep.equal([true, true, true, false]);
    expect(three.waitMs("a", 0)).to.equal(100);
    expect(taken(three, "a", [99, 100, 100, 200])).to.deep.equal([false, true, false, true]);
    expect(taken(three, "b", [200])).to.deep.equal([true]);
  });

  it("take a clock that goes back for one that stands", () => {
    const three = buckets();
    expect(taken(three, "a", [1_000, 1_000, 1_000, 0, 1_000])).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(taken(three, "a", [1_100])).to.deep.equal([true]);
  });

  it("can be overdrawn and given back to, never above the burst", () => {
    const three = buckets();
    for (let spent = 0; spent < 5; spent++) three.spend("a", 0);
    expect(three.waitMs("a", 0)).to.equal(300);
    for (let back = 0; back < 10; back++) three.giveBack("a", 0);
    expect(taken(three, "a", [0, 0, 0, 0])).to.deep.equal([true, true, true, false]);
  });

  it("forget those that are full again", () => {
    const three = buckets();
    for (let key = 0; key < 50; key++) three.spend(String(key), key);
    expect(three.size).to.equal(50);
    three.spend("last", 10_000);
    expect(three.size).to.equal(1);
  });

  it("never give more than the burst and what time has brought", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 60 }), (pauses) => {
        const three = buckets();
        let at = 0;
        let given = 0;
        for (const pause of pauses) {
          at += pause;
          if (three.take("a", at)) given++;
          expect(given).to.be.at.most(3 + at / 100);
        }
      }),
    );
  });
});
