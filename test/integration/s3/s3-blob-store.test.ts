import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";
import { CreateMultipartUploadCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { S3BlobStore } from "../../../src/integrations/s3/s3-blob-store.js";
import { createS3Client, type S3Options } from "../../../src/integrations/s3/s3-client.js";
import { bytesOf, chunksOf } from "../../support/byte-streams.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { FaultProxy, type Fault } from "../../support/fault-proxy.js";
import { makeTestBucket, type TestBucket } from "../../support/s3-bucket.js";

const BINARY = { contentType: "application/octet-stream" };
const MiB = 2 ** 20;

describe("S3BlobStore with a server", () => {
  let home: TestBucket;
  let store: S3BlobStore;

  before(async function () {
    home = await makeTestBucket(this);
    store = new S3BlobStore(home);
  });
  after(() => (home as TestBucket | undefined)?.remove());

  const storeWith = (options: Partial<S3Options>, bucket = home.bucket) =>
    new S3BlobStore({ client: createS3Client({ ...home.options, ...options }), bucket });

  describe("in trouble", () => {
    let proxy: FaultProxy;
    let flaky: S3BlobStore;

    beforeEach(async () => {
      proxy = await FaultProxy.start(home.options.endpoint ?? "");
      flaky = storeWith({ endpoint: proxy.url, requestTimeoutMs: 300 });
    });
    afterEach(() => proxy.close());

    /** Lets the first so many requests that match meet the fault. */
    const failFirst = (count: number, fault: Fault, matching = /./) => {
      let left = count;
      proxy.decide = (method, url) => (matching.test(`${method} ${url}`) && left-- > 0 ? fault : "none");
    };

    for (const [what, fault] of [
      ["answers 500", { status: 500 }],
      ["answers 503", { status: 503 }],
      ["does not answer", "no answer"],
      ["cuts the connection", "cut request"],
    ] as [string, Fault][]) {
      it(`tries again when it ${what} for a while`, async () => {
        failFirst(2, fault, /PUT/);
        const content = randomBytes(9 * MiB);
        await flaky.put("a/again", chunksOf(content), BINARY);
        expect((await bytesOf(await store.get("a/again"))).equals(content)).to.equal(true);
        failFirst(2, fault);
        expect(await flaky.stat("a/again")).to.include({ bytes: content.length });
        expect(await home.unfinishedUploads()).to.equal(0);
      });

      it(`gives up after a bounded number of tries when it ${what} for good`, async () => {
        failFirst(Infinity, fault);
        for (const work of [
          () => flaky.put("a/never", chunksOf(randomBytes(1000)), BINARY),
          () => flaky.get("a/again"),
          () => flaky.stat("a/again"),
          () => flaky.delete("a/again"),
          () => flaky.deleteAll("a/"),
        ]) {
          expect((await expectDomainError(work(), "storage-failed")).retryable).to.equal(true);
        }
        expect(await store.stat("a/never")).to.equal(undefined);
      });
    }

    it("aborts an upload of which one part fails for good, and lets go of its source", async () => {
      failFirst(Infinity, { status: 500 }, /PUT .*partNumber=2/);
      let released = false;
      async function* endless() {
        try {
          for (;;) {
            await nextTurn();
            yield Buffer.alloc(MiB);
          }
        } finally {
          released = true;
        }
      }
      await expectDomainError(flaky.put("b/part", endless(), BINARY), "storage-failed");
      expect(released).to.equal(true);
      expect(await store.stat("b/part")).to.equal(undefined);
      expect(await home.unfinishedUploads()).to.equal(0);
    });

    it("aborts an upload that cannot be completed", async () => {
      failFirst(Infinity, { status: 500 }, /POST .*uploadId=/);
      await expectDomainError(flaky.put("b/end", chunksOf(randomBytes(9 * MiB)), BINARY), "storage-failed");
      expect(await store.stat("b/end")).to.equal(undefined);
      expect(await home.unfinishedUploads()).to.equal(0);
    });

    it("says so when a full disk is the reason", async () => {
      failFirst(Infinity, { status: 507 });
      await expectDomainError(flaky.put("b/full", chunksOf(randomBytes(1000)), BINARY), "disk-full");
    });

    it("does not take half of a blob for all of it", async () => {
      await store.put("b/half", chunksOf(randomBytes(5 * MiB)), BINARY);
      failFirst(1, "cut answer", /GET/);
      const error = await expectDomainError(
        flaky.get("b/half").then((content) => bytesOf(content)),
        "storage-failed",
      );
      expect(error.retryable).to.equal(true);
    });

    it("is not there", async () => {
      await proxy.close();
      expect((await expectDomainError(flaky.stat("a/x"), "storage-failed")).retryable).to.equal(true);
      proxy = await FaultProxy.start(home.options.endpoint ?? "");
    });
  });

  it("leaves no part behind when the stream breaks or is not the expected one", async () => {
    async function* broken() {
      yield* chunksOf(randomBytes(20 * MiB));
      throw new Error("gone");
    }
    await store.put("c/broken", broken(), BINARY).catch(() => undefined);
    const options = { ...BINARY, sha256: "0".repeat(64) };
    await expectDomainError(store.put("c/other", chunksOf(randomBytes(20 * MiB)), options), "storage-failed");
    expect(await home.unfinishedUploads()).to.equal(0);
  });

  it("tells neither its keys nor the request when it is refused", async () => {
    const secretAccessKey = "wrong-secret-hush";
    const refused = storeWith({ secretAccessKey });
    for (const work of [
      () => refused.put("d/x", chunksOf(randomBytes(10)), BINARY),
      () => refused.get("d/x"),
      () => refused.stat("d/x"),
      () => refused.check(new AbortController().signal),
    ]) {
      const error = await expectDomainError(work(), "storage-failed");
      expect(error.retryable).to.equal(false);
      expect(inspect(error, { depth: 10, showHidden: true })).not.to.match(/hush|authorization|Credential=/i);
    }
  });

  it("checks that its bucket is there", async () => {
    await store.check(new AbortController().signal);
    const missing = storeWith({}, "darkroom-no-such-bucket");
    const { signal } = new AbortController();
    const error: unknown = await missing.check(signal).catch((reason: unknown) => reason);
    expect(error).to.have.property("code").that.is.oneOf(["storage-failed", "not-found"]);
  });

  it("deletes more keys than one page holds", async function () {
    this.timeout(60_000);
    const keys = Array.from({ length: 1100 }, (_, index) => `e/${index}`);
    while (keys.length > 0) {
      const some = keys.splice(0, 20);
      await Promise.all(some.map((key) => store.put(key, chunksOf(Buffer.from(key)), BINARY)));
    }
    expect(await store.deleteAll("e/")).to.equal(1100);
    expect(await store.deleteAll("e/")).to.equal(0);
  });

  it("sweeps uploads that a dead process began, and no younger ones", async () => {
    const target = { Bucket: home.bucket, Key: "f/dead" };
    for (let count = 0; count < 3; count++) {
      const { UploadId } = await home.client.send(new CreateMultipartUploadCommand(target));
      await home.client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: randomBytes(10) }),
      );
    }
    expect(await store.abortStaleUploads(Date.now() - 60_000)).to.equal(0);
    expect(await home.unfinishedUploads()).to.equal(3);
    expect(await store.abortStaleUploads(Date.now() + 60_000)).to.equal(3);
    expect(await home.unfinishedUploads()).to.equal(0);
  });
});

describe("S3BlobStore's links", () => {
  const client = createS3Client({ region: "auto", accessKeyId: "id", secretAccessKey: "hush" });
  const options = { fileName: "Mia.safetensors", expiresInSeconds: 30 * 24 * 60 * 60 };

  it("lead to the CDN where there is one", async () => {
    const store = new S3BlobStore({ client, bucket: "models", cdnBaseUrl: "https://cdn.example/m" });
    expect(await store.link("t1/m.safetensors", options)).to.equal("https://cdn.example/m/t1/m.safetensors");
  });

  it("hold as long as a signature can, and no secret", async () => {
    const url = new URL(
      await new S3BlobStore({ client, bucket: "models" }).link("t1/m.safetensors", options),
    );
    expect(url.searchParams.get("X-Amz-Expires")).to.equal("604800");
    expect(url.searchParams.get("response-content-disposition")).to.include('filename="Mia.safetensors"');
    expect(url.href).not.to.include("hush");
  });
});
