import { expect } from "chai";
import { describe, it } from "mocha";
import type { KeyValueStore } from "../../src/core/ports/key-value-store.js";
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

    it("lists a namespace in the order of its keys, as many as are asked for", async () => {
      for (const key of ["b", "a/2", "a/10", "ä", "B"]) await keyValues().write("n", key, { is: key });
      await keyValues().write("n2", "a", 1);
      const keys = ["B", "a/10", "a/2", "b", "ä"];
      expect(await keyValues().list("n", 9)).to.deep.equal(keys.map((key) => ({ key, value: { is: key } })));
      expect((await keyValues().list("n", 2)).map(({ key }) => key)).to.deep.equal(keys.slice(0, 2));
      expect(await keyValues().list("none", 9)).to.deep.equal([]);
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

    it("stores a value in the place of the expected one alone", async () => {
      const compareAndSet: KeyValueStore["compareAndSet"] = (...values) =>
        keyValues().compareAndSet(...values);
      expect(await compareAndSet("n", "k", { a: 1 }, "never"), "nothing is there").to.equal(false);
      expect(await compareAndSet("n", "k", undefined, { b: [1, null], a: 1 })).to.equal(true);
      expect(await compareAndSet("n", "k", undefined, "never"), "something is there").to.equal(false);
      expect(await compareAndSet("n", "k", { b: [1], a: 1 }, "never")).to.equal(false);
      expect(await keyValues().read("n", "k")).to.deep.equal({ b: [1, null], a: 1 });
      expect(await compareAndSet("n", "k", { b: [1, null], a: 1 }, { b: [1, null], a: 1 })).to.equal(true);
      expect(await compareAndSet("n", "k", await keyValues().read("n", "k"), null)).to.equal(true);
      expect(await compareAndSet("n", "k", null, 0)).to.equal(true);
      expect(await keyValues().read("n", "k")).to.equal(0);
      expect(await compareAndSet("other", "k", 0, 1), "another namespace").to.equal(false);
    });

    it("compares every JSON value as it was read", async () => {
      for (const [index, value] of VALUES.entries()) {
        await keyValues().write("n", "k", value);
        const read = await keyValues().read("n", "k");
        expect(await keyValues().compareAndSet("n", "k", read, index), JSON.stringify(value)).to.equal(true);
      }
    });

    it("lets one of many that expect the same value store theirs", async () => {
      const connections = [keyValues(), (await open()).keyValues];
      for (const expected of [undefined, 0, 1]) {
        const values = Array.from({ length: 16 }, (_, index) => index + 100);
        const stored = await Promise.all(
          values.map((value, index) => connections[index % 2]!.compareAndSet("n", "k", expected, value)),
        );
        expect(stored.filter(Boolean), String(expected)).to.have.length(1);
        expect(await keyValues().read("n", "k")).to.equal(values[stored.indexOf(true)]);
        await keyValues().write("n", "k", (expected ?? -1) + 1);
      }
    });

    it("lists a namespace by key", async () => {
      await keyValues().write("one", "b", 2);
      await keyValues().write("one", "a", { of: "a" });
      await keyValues().write("one two", "c", 3);
      expect(await keyValues().list("one", 5)).to.deep.equal([
        { key: "a", value: { of: "a" } },
        { key: "b", value: 2 },
      ]);
      expect((await keyValues().list("one", 1)).map(({ key }) => key)).to.deep.equal(["a"]);
      expect(await keyValues().list("none", 5)).to.deep.equal([]);
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
