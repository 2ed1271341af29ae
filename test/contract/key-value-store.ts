import { expect } from "chai";
import { describe, it } from "mocha";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";

const VALUES: readonly unknown[] = [
  null,
  false,
  0,
  -1.5e-7,
  2 ** 53 - 1,
  "",
  "текст 🦊 \u0000 \u2028 \ud83d",
  [],
  {},
  [1, [2, { a: null }]],
  { $set: { "a.b": 1 }, "": "empty", _id: 5, __v: 1, version: { $numberLong: "1" }, nested: { deep: [{}] } },
];

export function shouldBehaveLikeKeyValueStore(make: MakeStoreHarness): void {
  describe("as a key-value store", () => {
    const { stores, open } = eachTestOn(make);
    const keyValues = () => stores().keyValues;

    it("gives back every JSON value exactly, also to the next connection", async () => {
      for (const [index, value] of VALUES.entries()) {
        await keyValues().write("values", `key ${index}`, value);
      }
      const next = (await open()).keyValues;
      for (const [index, value] of VALUES.entries()) {
        expect(await keyValues().read("values", `key ${index}`)).to.deep.equal(value);
        expect(await next.read("values", `key ${index}`)).to.deep.equal(value);
      }
    });

    it("leaves out keys that are undefined, as JSON does, and refuses a value that is no JSON", async () => {
      await keyValues().write("n", "k", { a: undefined, b: 1 });
      expect(Object.keys((await keyValues().read("n", "k")) as object)).to.deep.equal(["b"]);
      const refused = await keyValues()
        .write("n", "k", undefined)
        .then(
          () => "stored",
          (error: unknown) => error,
        );
      expect(refused).to.be.instanceOf(TypeError);
      expect(await keyValues().read("n", "k")).to.deep.equal({ b: 1 });
    });

    it("replaces a value, keeps namespaces apart, and gives undefined for what is not there", async () => {
      await keyValues().write("one", "k", 1);
      await keyValues().write("other", "k", 2);
      await keyValues().write("one", "k", { now: "this" });
      expect(await keyValues().read("one", "k")).to.deep.equal({ now: "this" });
      expect(await keyValues().read("other", "k")).to.equal(2);
      expect(await keyValues().read("one", "K")).to.equal(undefined);
      expect(await keyValues().read("none", "k")).to.equal(undefined);
    });

    it("deletes one key; deleting it again is no error", async () => {
      await keyValues().write("n", "a", 1);
      await keyValues().write("n", "ab", 2);
      await keyValues().delete("n", "a");
      await keyValues().delete("n", "a");
      expect(await keyValues().read("n", "a")).to.equal(undefined);
      expect(await keyValues().read("n", "ab")).to.equal(2);
    });

    it("stores one value when many are written at once", async () => {
      const connections = [keyValues(), (await open()).keyValues];
      await Promise.all(
        Array.from({ length: 16 }, (_, index) => connections[index % 2]!.write("n", "k", index)),
      );
      expect(await keyValues().read("n", "k")).to.be.within(0, 15);
      await keyValues().delete("n", "k");
      expect(await keyValues().read("n", "k")).to.equal(undefined);
    });

    const PREFIXES: readonly (readonly [prefix: string, deleted: string[], kept: string[]])[] = [
      [
        "chat:1:",
        ["chat:1:", "chat:1:a", "chat:1:\u{10ffff}"],
        ["chat:1", "chat:1;", "chat:11:a", "Chat:1:a"],
      ],
      ["a%", ["a%", "a%b"], ["a", "ab", "axb", "a$"]],
      ["a_", ["a_", "a_b"], ["ab", "axb", "a`"]],
      ["$", ["$", "$set", "$.a"], ["%", "#", "a$"]],
      ["a.b", ["a.b", "a.b.c"], ["axb", "a", "a.c"]],
      ["^a(.*)[b]\\", ["^a(.*)[b]\\", "^a(.*)[b]\\x"], ["a", "^a(x)[b]\\", "^a(.*)[b]]"]],
      ["лис", ["лис", "лиса"], ["ли", "лит"]],
      ["🦊", ["🦊", "🦊a"], ["🦋", "🥊", "\uffff"]],
      ["\ud7ff", ["\ud7ff", "\ud7ffa"], ["\ue000", "\ud7fe"]],
      ["z\u{10ffff}", ["z\u{10ffff}", "z\u{10ffff}a"], ["z", "{", "z\uffff"]],
      ["\u{10ffff}", ["\u{10ffff}", "\u{10ffff}\u{10ffff}"], ["z", "\uffff"]],
      ["", ["", "a", "%", "\u{10ffff}"], []],
    ];
    for (const [prefix, deleted, kept] of PREFIXES) {
      it(`deletes every key that starts with ${JSON.stringify(prefix)} and no other`, async () => {
        for (const key of [...deleted, ...kept]) {
          await keyValues().write("n", key, key);
        }
        await keyValues().write("n2", deleted[0]!, "elsewhere");
        await keyValues().deleteAll("n", prefix);
        for (const key of deleted) {
          expect(await keyValues().read("n", key), key).to.equal(undefined);
        }
        for (const key of kept) {
          expect(await keyValues().read("n", key), key).to.equal(key);
        }
        expect(await keyValues().read("n2", deleted[0]!)).to.equal("elsewhere");
      });
    }
  });
}
