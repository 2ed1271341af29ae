import { expect } from "chai";
import { describe, it } from "mocha";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";

/** The suites open their stores with this in place of 10,000. */
export const REMEMBERED_IN_TESTS = 20;

const update = (id: number) => ({ id, body: { update_id: id } });

export function shouldBehaveLikeUpdateInbox(make: MakeStoreHarness): void {
  describe("as an update inbox", () => {
    const { stores, open } = eachTestOn(make);
    const inbox = () => stores().inbox;
    const pendingIds = async () => (await inbox().pending()).map(({ id }) => id);

    it("keeps updates exactly, in order of their ids, also for the next connection", async () => {
      const body = { update_id: 9, message: { text: "ж 🦊 \u0000 $", "a.b": { $gt: 1 }, list: [null, {}] } };
      const large = 2 ** 40;
      expect(await inbox().append([update(large), { id: 9, body }])).to.have.members([9, large]);
      const expected = [
        { id: 9, body, attempts: 0 },
        { ...update(large), attempts: 0 },
      ];
      expect(await inbox().pending()).to.deep.equal(expected);
      expect(await (await open()).inbox.pending()).to.deep.equal(expected);
    });

    it("takes nothing from an empty batch", async () => {
      expect(await inbox().append([])).to.deep.equal([]);
      expect(await inbox().pending()).to.deep.equal([]);
    });

    it("takes an update once, whether it waits or was handled, within a batch or in the next", async () => {
      expect(await inbox().append([update(1), update(2), update(1)])).to.deep.equal([1, 2]);
      await inbox().done(1);
      expect(await inbox().append([update(1), update(2), update(3)])).to.deep.equal([3]);
      expect(await inbox().append([update(3)])).to.deep.equal([]);
      expect(await (await open()).inbox.append([update(1), update(2)])).to.deep.equal([]);
      expect(await pendingIds()).to.deep.equal([2, 3]);
    });

    it("takes an update once when it comes many times at once", async () => {
      const connections = [inbox(), (await open()).inbox];
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, index) => connections[index % 2]!.append([update(1), update(2)])),
      );
      expect(taken.flat().toSorted((a, b) => a - b)).to.deep.equal([1, 2]);
    });

    it("counts attempts and remembers them in the next connection", async () => {
      await inbox().append([update(1), update(2)]);
      expect(await inbox().begin(1)).to.equal(1);
      expect(await inbox().begin(1)).to.equal(2);
      expect(await (await open()).inbox.begin(1)).to.equal(3);
      expect((await inbox().pending()).map(({ attempts }) => attempts)).to.deep.equal([3, 0]);
    });

    it("refuses to begin what was handled or never came", async () => {
      await inbox().append([update(1)]);
      await inbox().done(1);
      await expectDomainError(inbox().begin(1), "not-found");
      await expectDomainError(inbox().begin(2), "not-found");
      expect(await inbox().pending()).to.deep.equal([]);
    });

    it("takes it as no error that an update is done twice", async () => {
      await inbox().append([update(1), update(2)]);
      await inbox().done(1);
      await inbox().done(1);
      expect(await pendingIds()).to.deep.equal([2]);
      expect(await inbox().append([update(1)])).to.deep.equal([]);
    });

    it("remembers the newest handled updates, also when the platform's numbers start anew", async () => {
      const count = REMEMBERED_IN_TESTS;
      // Telegram begins with a random number after a week without updates.
      const ids = [...Array.from({ length: 3 * count }, (_, index) => 1_000 + index), 1, 2, 3];
      for (const id of ids) {
        await inbox().append([update(id)]);
        await inbox().done(id);
      }
      const newest = ids.slice(-count);
      expect(await inbox().append(newest.map(update))).to.deep.equal([]);
      const first = ids[0]!;
      expect(await inbox().append([update(first)])).to.deep.equal([first]);
    });
  });
}
