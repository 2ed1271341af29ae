import { expect } from "chai";
import { describe, it } from "mocha";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { EPOCH, sampleUser } from "../support/stored-samples.js";

export function shouldBehaveLikeUserRepository(make: MakeStoreHarness): void {
  describe("as a user repository", () => {
    const { stores, open } = eachTestOn(make);
    const users = () => stores().users;

    it("remembers a new user exactly, also for the next connection", async () => {
      const user = sampleUser({ name: "Ада 🦊 O'Neil", locale: "pt-BR" });
      expect(await users().remember(user)).to.deep.equal(user);
      expect(await users().get(user.id)).to.deep.equal(user);
      expect(await (await open()).users.get(user.id)).to.deep.equal(user);
      expect(await users().get("telegram:2")).to.equal(undefined);
    });

    it("keeps the locale and the first day of a user who comes with a new name", async () => {
      const user = await users().remember(sampleUser());
      await users().setLocale(user.id, "es");
      const again = await users().remember(
        sampleUser({ name: "Ada L.", locale: "ru", createdAt: EPOCH + 9 }),
      );
      expect(again).to.deep.equal({ ...user, name: "Ada L.", locale: "es" });
      expect(await users().remember(sampleUser({ name: "Ada L.", locale: "ru" }))).to.deep.equal(again);
      expect(await users().get(user.id)).to.deep.equal(again);
    });

    it("remembers one user who comes many times at once", async () => {
      const connections = [users(), (await open()).users];
      const remembered = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          connections[index % 2]!.remember(sampleUser({ createdAt: EPOCH + index })),
        ),
      );
      const stored = await users().get("telegram:1");
      for (const user of remembered) {
        expect(user).to.deep.equal(stored);
      }
    });

    it("sets the locale of a user who is known and of no other", async () => {
      const user = await users().remember(sampleUser());
      expect(await users().setLocale(user.id, "ru")).to.deep.equal({ ...user, locale: "ru" });
      expect(await users().get(user.id)).to.include({ locale: "ru" });
      await expectDomainError(users().setLocale("telegram:2", "ru"), "not-found");
      expect(await users().get("telegram:2")).to.equal(undefined);
    });

    it("deletes a user and says whether there was one", async () => {
      const user = await users().remember(sampleUser());
      expect(await users().delete(user.id)).to.equal(true);
      expect(await users().delete(user.id)).to.equal(false);
      expect(await users().get(user.id)).to.equal(undefined);
    });
  });
}
