import { expect } from "chai";
import { describe, it } from "mocha";
import { audit } from "../../src/core/points/audit.js";
import { Ledger } from "../../src/core/points/ledger.js";
import type { Posting } from "../../src/core/points/posting.js";
import { ManualClock } from "../support/manual-clock.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { samplePosting } from "../support/stored-samples.js";

export function shouldBehaveLikeLedgerStore(make: MakeStoreHarness): void {
  describe("as a ledger's store", () => {
    const { stores, open } = eachTestOn(make);
    const ledger = () => stores().ledger;
    const sequences = (postings: readonly Posting[]) =>
      postings.map(({ personId, sequence }) => `${personId} ${sequence}`);

    it("gives postings back as they were appended, also to the next connection", async () => {
      const posting = samplePosting({ about: { training: "t1", charge: 7, words: "$a.b 🦊" } });
      expect(await ledger().append(posting)).to.equal(true);
      const bare = samplePosting({ sequence: 2, kind: "settlement", lines: {}, about: {} });
      expect(await ledger().append(bare)).to.equal(true);
      const next = (await open()).ledger;
      expect(await next.get(posting.id)).to.deep.equal(posting);
      expect(await next.last(posting.personId)).to.deep.equal(bare);
      expect(await next.get("none")).to.equal(undefined);
      expect(await next.last("nobody")).to.equal(undefined);
    });

    it("takes an id once, and a person's number once, and changes nothing when it refuses", async () => {
      const posting = samplePosting();
      await ledger().append(posting);
      expect(await ledger().append({ ...posting, sequence: 2, about: { other: 1 } }), "id").to.equal(false);
      expect(await ledger().append(samplePosting()), "number").to.equal(false);
      expect(await ledger().append(samplePosting({ personId: "telegram:2" })), "another's").to.equal(true);
      expect(await ledger().list("telegram:1", { limit: 5 })).to.deep.equal([posting]);
    });

    it("lists a person's postings from the newest, page by page", async () => {
      for (let sequence = 1; sequence <= 12; sequence++) await ledger().append(samplePosting({ sequence }));
      await ledger().append(samplePosting({ personId: "telegram:10" }));
      const first = await ledger().list("telegram:1", { limit: 2 });
      expect(sequences(first)).to.deep.equal(["telegram:1 12", "telegram:1 11"]);
      const next = await ledger().list("telegram:1", { limit: 9, before: 11 });
      expect(next.map(({ sequence }) => sequence)).to.deep.equal([10, 9, 8, 7, 6, 5, 4, 3, 2]);
    });

    it("pages through everybody's postings by person and number", async () => {
      for (const personId of ["telegram:2", "discord:9", "telegram:1"])
        for (const sequence of [2, 10, 1]) await ledger().append(samplePosting({ personId, sequence }));
      const all = await ledger().page(undefined, 100);
      const found: Posting[] = [];
      for (;;) {
        const page = await ledger().page(found.at(-1), 2);
        found.push(...page);
        if (page.length < 2) break;
      }
      expect(found).to.deep.equal(all);
      expect(sequences(all)).to.deep.equal(
        ["discord:9", "telegram:1", "telegram:2"].flatMap((id) => [`${id} 1`, `${id} 2`, `${id} 10`]),
      );
    });

    it("keeps the books right under many who write at once", async () => {
      const clock = new ManualClock();
      const books = [new Ledger(ledger(), clock), new Ledger((await open()).ledger, clock)];
      const event = (id: string) => ({ id, personId: "telegram:1", points: 10, about: {} });
      // Each event twice, on two connections: the purchase of ten points, and a run that costs seven.
      const ids = Array.from({ length: 12 }, (_, index) => `e${index}`);
      await Promise.all(ids.flatMap((id) => books.map((book) => book.purchase(event(id)))));
      const hold = (id: string) => ({ id, personId: "telegram:1", trainingId: id });
      await Promise.all(ids.flatMap((id) => books.map((book) => book.hold(hold(id), 10))));
      await Promise.all(ids.flatMap((id) => books.map((book, index) => book.settle(hold(id), index * 7))));
      const { faults, open: unsettled, balance, common } = await audit(ledger());
      expect(faults).to.deep.equal([]);
      expect(unsettled.size).to.equal(0);
      expect(balance).to.deep.equal({ available: 120 - common.revenue, held: 0 });
      expect(common.revenue % 7).to.equal(0);
      expect(await books[0]!.balance("telegram:1")).to.deep.equal(balance);
    });
  });
}
