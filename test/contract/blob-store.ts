import { createHash, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it, type Context } from "mocha";
import type { BlobStore, ByteRange } from "../../src/core/ports/blob-store.js";
import { expectDomainError } from "../support/expect-domain-error.js";
import { bytesOf, chunksOf } from "../support/byte-streams.js";

export interface BlobStoreUnderTest {
  /** Empty. */
  readonly store: BlobStore;
  close(): Promise<void>;
}

const JPEG = { contentType: "image/jpeg" };

/** What every BlobStore does; its links are fetched over real HTTP. */
export function shouldBehaveLikeBlobStore(make: (context: Context) => Promise<BlobStoreUnderTest>): void {
  let subject: BlobStoreUnderTest;
  let store: BlobStore;

  before(async function () {
    subject = await make(this);
    store = subject.store;
  });
  // `make` may have skipped the suite.
  after(async () => (subject as BlobStoreUnderTest | undefined)?.close());

  const put = (key: string, content: Uint8Array | string, contentType = "text/plain") =>
    store.put(key, chunksOf(Buffer.from(content)), { contentType });
  const read = async (key: string, range?: ByteRange) => bytesOf(await store.get(key, range));
  const keys = async (prefix: string) => {
    const found: string[] = [];
    for await (const key of store.list(prefix)) found.push(key);
    return found;
  };

  describe("put and get", () => {
    it("gives back the bytes, and tells their number, type and SHA-256", async () => {
      const content = randomBytes(300_000);
      const stored = await store.put("a/photo.jpg", chunksOf(content), JPEG);
      expect(stored).to.deep.equal({
        bytes: content.length,
        contentType: "image/jpeg",
        sha256: createHash("sha256").update(content).digest("hex"),
      });
      expect((await read("a/photo.jpg")).equals(content)).to.equal(true);
      expect(await store.stat("a/photo.jpg")).to.deep.equal({
        bytes: content.length,
        contentType: "image/jpeg",
      });
    });

    it("stores an empty blob", async () => {
      expect(await put("a/empty", "")).to.include({ bytes: 0 });
      expect(await read("a/empty")).to.have.length(0);
    });

    it("stores more than one part of a multipart upload", async () => {
      const content = randomBytes(25 * 2 ** 20);
      await put("a/large.bin", content);
      expect((await read("a/large.bin")).equals(content)).to.equal(true);
    }).timeout(60_000);

    it("keeps any content type, whatever the key's extension", async () => {
      await put("a/odd.jpg", "x", "application/vnd.odd+json");
      expect((await store.stat("a/odd.jpg"))?.contentType).to.equal("application/vnd.odd+json");
      await put("a/odd.jpg", "x", "image/jpeg");
      expect((await store.stat("a/odd.jpg"))?.contentType).to.equal("image/jpeg");
    });

    it("replaces an older blob, and lets a reader of the old one finish", async () => {
      const old = randomBytes(400_000);
      await put("a/replaced", old);
      const reader = (await store.get("a/replaced"))[Symbol.asyncIterator]();
      const first = await reader.next();
      await put("a/replaced", "new");
      const rest = await bytesOf({ [Symbol.asyncIterator]: () => reader });
      expect(Buffer.concat([first.value as Uint8Array, rest]).equals(old)).to.equal(true);
      expect(String(await read("a/replaced"))).to.equal("new");
    });

    it("reads a range, inclusive at both ends", async () => {
      await put("a/range", "0123456789");
      expect(String(await read("a/range", { start: 2, end: 4 }))).to.equal("234");
      expect(String(await read("a/range", { start: 9, end: 9 }))).to.equal("9");
      expect(String(await read("a/range", { start: 7, end: 99 }))).to.equal("789");
    });

    it("refuses a range outside of the blob", async () => {
      await put("a/range", "0123456789");
      for (const range of [
        { start: 10, end: 12 },
        { start: 3, end: 2 },
        { start: -2, end: 2 },
      ]) {
        const error: unknown = await read("a/range", range).catch((reason: unknown) => reason);
        expect(error, JSON.stringify(range)).to.be.instanceOf(RangeError);
      }
    });

    it("says not-found before the first chunk", async () => {
      await expectDomainError(store.get("a/nothing"), "not-found");
      await expectDomainError(store.get("a/nothing", { start: 0, end: 1 }), "not-found");
      expect(await store.stat("a/nothing")).to.equal(undefined);
      expect(await store.stat("a")).to.equal(undefined);
    });
  });

  describe("whole or not at all", () => {
    it("stores nothing when the stream breaks, and keeps what was there", async () => {
      const broken = async function* () {
        yield randomBytes(12 * 2 ** 20);
        await delay(1);
        throw new Error("the sender hung up");
      };
      for (const key of ["b/new", "b/kept"]) {
        if (key === "b/kept") await put(key, "old");
        const error: unknown = await store
          .put(key, broken(), { contentType: "text/plain" })
          .catch((e: unknown) => e);
        expect(error).to.have.property("message", "the sender hung up");
      }
      expect(await keys("b/")).to.deep.equal(["b/kept"]);
      expect(String(await read("b/kept"))).to.equal("old");
    });

    for (const size of [1000, 12 * 2 ** 20]) {
      it(`stores nothing when the SHA-256 of ${size} bytes is not the expected one`, async () => {
        await put("c/kept", "old");
        const content = randomBytes(size);
        const options = { ...JPEG, sha256: createHash("sha256").update("other").digest("hex") };
        await expectDomainError(store.put("c/new", chunksOf(content), options), "storage-failed");
        await expectDomainError(store.put("c/kept", chunksOf(content), options), "storage-failed");
        expect(await keys("c/")).to.deep.equal(["c/kept"]);
        expect(String(await read("c/kept"))).to.equal("old");
        const right = { ...JPEG, sha256: createHash("sha256").update(content).digest("hex") };
        expect(await store.put("c/kept", chunksOf(content), right)).to.include({ bytes: size });
        expect((await read("c/kept")).equals(content)).to.equal(true);
      });
    }

    it("ends with one of two puts of one key, never a mixture", async () => {
      const contents = [Buffer.alloc(500_000, "a"), Buffer.alloc(400_000, "b")];
      await Promise.all(contents.map((content) => put("d/both", content)));
      const winner = await read("d/both");
      expect(contents.some((content) => content.equals(winner))).to.equal(true);
    });
  });

  describe("keys", () => {
    for (const key of [
      "",
      "/a",
      "a/",
      "a//b",
      "..",
      "a/../b",
      "./a",
      "a b",
      "ä",
      "a\\b",
      "a\0",
      "a~b",
      "%2e",
    ]) {
      it(`refuses ${JSON.stringify(key)}`, async () => {
        const attempts: (() => Promise<unknown>)[] = [
          () => put(key, "x"),
          () => store.get(key),
          () => store.stat(key),
          () => store.delete(key),
          () => store.link(key, { fileName: "x", expiresInSeconds: 60 }),
        ];
        for (const attempt of attempts) {
          const error: unknown = await Promise.resolve()
            .then(attempt)
            .catch((e: unknown) => e);
          expect(error).to.be.instanceOf(TypeError);
        }
      });
    }

    it("lists those under a prefix, in order, and no others", async () => {
      const all = ["e/a-b", "e/a.txt", "e/a/1", "e/a/2/3", "e/b", "e0/x", "ee/y"];
      for (const key of [...all].reverse()) await put(key, key);
      expect(await keys("e/")).to.deep.equal(all.slice(0, 5));
      expect(await keys("e/a/")).to.deep.equal(["e/a/1", "e/a/2/3"]);
      expect(await keys("nothing/")).to.deep.equal([]);
    });

    it("refuses a prefix that is no folder, so that no half of a name deletes a neighbour", async () => {
      for (const prefix of ["", "e", "e/a", "../"]) {
        const attempts: (() => Promise<unknown>)[] = [() => store.deleteAll(prefix), () => keys(prefix)];
        for (const attempt of attempts) {
          const error: unknown = await Promise.resolve()
            .then(attempt)
            .catch((e: unknown) => e);
          expect(error, prefix).to.be.instanceOf(TypeError);
        }
      }
    });
  });

  describe("delete", () => {
    it("deletes one, and does not mind that it is gone", async () => {
      await put("f/one", "1");
      await put("f/two", "2");
      await store.delete("f/one");
      await store.delete("f/one");
      await store.delete("nothing/at/all");
      expect(await keys("f/")).to.deep.equal(["f/two"]);
    });

    it("deletes all of a prefix and gives their number", async () => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => put(`g/h/${index % 3}/${index}`, "x")));
      await put("g/other", "x");
      expect(await store.deleteAll("g/h/")).to.equal(30);
      expect(await store.deleteAll("g/h/")).to.equal(0);
      expect(await keys("g/")).to.deep.equal(["g/other"]);
    });

    it("takes puts into a folder that is being emptied", async () => {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          await put(`i/j/${index}`, "x");
          if (index % 2) await store.delete(`i/j/${index}`);
        }),
      );
      expect(await keys("i/")).to.have.length(10);
    });
  });

  describe("links", () => {
    const fileName = 'Mia “№1” – модель; "v2".safetensors';
    const link = (key: string, expiresInSeconds = 60) => store.link(key, { fileName, expiresInSeconds });

    it("serve the blob under its name to anyone", async () => {
      const content = randomBytes(200_000);
      await put("l/model.safetensors", content, "application/octet-stream");
      const response = await fetch(await link("l/model.safetensors"));
      expect(response.status).to.equal(200);
      expect(Number(response.headers.get("content-length"))).to.equal(content.length);
      expect(response.headers.get("content-type")).to.equal("application/octet-stream");
      const disposition = response.headers.get("content-disposition") ?? "";
      expect(disposition).to.match(/^attachment/);
      const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? "";
      expect(decodeURIComponent(encoded)).to.equal(fileName);
      expect(Buffer.from(await response.arrayBuffer()).equals(content)).to.equal(true);
    });

    it("serve a range, so that a download can go on", async () => {
      await put("l/range", "0123456789");
      const response = await fetch(await link("l/range"), { headers: { range: "bytes=4-6" } });
      expect(response.status).to.equal(206);
      expect(response.headers.get("content-range")).to.equal("bytes 4-6/10");
      expect(await response.text()).to.equal("456");
    });

    it("do not serve another blob, nor under another name", async () => {
      await put("l/mine", "mine");
      await put("l/yours", "yours");
      const url = await link("l/mine");
      const changed = [
        url.replace("l/mine", "l/yours"),
        url.replace("model", "other").replace("safet", "evil"),
      ];
      for (const forged of changed) {
        expect(forged).not.to.equal(url);
        expect((await fetch(forged)).status, forged).to.equal(403);
      }
    });

    it("end", async () => {
      await put("l/short", "x");
      const url = await link("l/short", 1);
      expect((await fetch(url)).status).to.equal(200);
      let status = 200;
      for (let wait = 0; wait < 50 && status === 200; wait++) {
        await delay(200);
        status = (await fetch(url)).status;
      }
      expect(status).to.be.oneOf([403, 410]);
    });

    it("are made for what is not there, and say so when they are followed", async () => {
      expect((await fetch(await link("l/gone"))).status).to.equal(404);
    });
  });
}
