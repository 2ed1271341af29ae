import { randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, rm, utimes, writeFile, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { restore, stub } from "sinon";
import { LinkSigner } from "../../../src/integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../../../src/integrations/local-storage/local-blob-store.js";
import { LocalDownloads } from "../../../src/integrations/local-storage/local-downloads.js";
import { bytesOf, chunksOf } from "../../support/byte-streams.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { ManualClock } from "../../support/manual-clock.js";

describe("LocalBlobStore on its disk", () => {
  const signer = new LinkSigner("http://localhost", randomBytes(32), new ManualClock());
  let folder: string;
  let store: LocalBlobStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-blobs-"));
    store = await LocalBlobStore.open({ folder, bucket: "models", signer });
  });
  afterEach(async () => {
    restore();
    await rm(folder, { recursive: true });
  });

  const put = (key: string, content: Buffer, contentType = "image/jpeg") =>
    store.put(key, chunksOf(content), { contentType });
  const filesBelow = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);

  /** What all file handles share; node does not export their class. */
  async function fileHandles(): Promise<FileHandle> {
    const probe = await open(folder, "r");
    await probe.close();
    return Object.getPrototypeOf(probe) as FileHandle;
  }

  /** Lets file handles fail as a full disk does, at the given call. */
  async function failAt(method: "write" | "sync", call: number, code: string): Promise<void> {
    const failure = Object.assign(new Error(`${code}: as the disk says it`), { code });
    stub(await fileHandles(), method)
      .callThrough()
      .onCall(call)
      .rejects(failure);
  }

  for (const [method, after, code] of [
    ["write", 0, "ENOSPC"],
    ["write", 3, "ENOSPC"],
    ["write", 3, "EDQUOT"],
    ["sync", 0, "ENOSPC"],
  ] as const) {
    it(`says disk-full on ${code} at ${method} ${after}, and leaves no temporary file`, async () => {
      await put("a.jpg", Buffer.from("old"));
      await failAt(method, after, code);
      const error = await expectDomainError(put("a.jpg", randomBytes(400_000)), "disk-full");
      expect(error.retryable).to.equal(true);
      restore();
      expect(await filesBelow()).to.deep.equal(["a.jpg"]);
      expect(String(await bytesOf(await store.get("a.jpg")))).to.equal("old");
    });
  }

  it("says storage-failed on any other failure of the disk", async () => {
    await failAt("write", 1, "EIO");
    await expectDomainError(put("a.jpg", randomBytes(400_000)), "storage-failed");
    restore();
    expect(await filesBelow()).to.deep.equal([]);
  });

  it("writes on where the disk took only a part of a chunk", async () => {
    const handles = (await fileHandles()) as unknown as Record<
      "write",
      (...args: unknown[]) => Promise<unknown>
    >;
    const original = handles.write;
    stub(handles, "write").callsFake(function (this: unknown, data, offset) {
      const left = (data as Buffer).length - (offset as number);
      return original.call(this, data, offset, Math.min(left, 1000));
    });
    const content = randomBytes(10_500);
    expect(await put("a.jpg", content)).to.have.property("bytes", content.length);
    restore();
    expect((await bytesOf(await store.get("a.jpg"))).equals(content)).to.equal(true);
  });

  it("sweeps temporary files of a process that died, and none that is being written", async () => {
    const old = new Date(Date.now() - 24 * 60 * 60 * 1000);
    const dead = join(folder, "models", "~temporary", "dead");
    await writeFile(dead, "x");
    await utimes(dead, old, old);
    await writeFile(join(folder, "models", "~temporary", "alive"), "x");
    await LocalBlobStore.open({ folder, bucket: "models", signer });
    expect(await filesBelow()).to.deep.equal(["alive"]);
  });

  it("leaves neither notes nor empty folders behind", async () => {
    await put("a/b/c.jpg", Buffer.from("x"), "application/odd");
    await put("a/d.jpg", Buffer.from("x"));
    await store.delete("a/b/c.jpg");
    expect((await readdir(join(folder, "models", "a"))).sort()).to.deep.equal(["d.jpg"]);
    await store.delete("a/d.jpg");
    expect(await readdir(join(folder, "models"))).to.deep.equal(["~temporary"]);
  });

  it("finds everything again when it is opened anew", async () => {
    await put("a/b.bin", Buffer.from("content"), "application/odd");
    const again = await LocalBlobStore.open({ folder, bucket: "models", signer });
    expect(await again.stat("a/b.bin")).to.deep.equal({ bytes: 7, contentType: "application/odd" });
  });

  it("closes the file when a reader stops early", async () => {
    await put("a.bin", randomBytes(1_000_000));
    const openFiles = async () => (await readdir("/proc/self/fd")).length;
    const before = await openFiles();
    for (let round = 0; round < 20; round++) {
      for await (const chunk of await store.get("a.bin")) {
        expect(chunk.length).to.be.greaterThan(0);
        break;
      }
    }
    expect(await openFiles()).to.be.at.most(before + 1);
  });

  it("refuses a bucket that is a path", async () => {
    const error: unknown = await LocalBlobStore.open({ folder, bucket: "../x", signer }).catch(
      (e: unknown) => e,
    );
    expect(error).to.be.instanceOf(TypeError);
  });

  describe("LocalDownloads", () => {
    const resolve = (link: string, downloads = new LocalDownloads([store], signer)) => {
      const url = new URL(link);
      return downloads.resolve(url.pathname, Object.fromEntries(url.searchParams));
    };

    it("opens the file behind a link, and tells when it was replaced by one of the same size", async () => {
      await put("m.bin", Buffer.from("one"), "application/odd");
      const link = await store.link("m.bin", { fileName: "Mia.bin", expiresInSeconds: 60 });
      const download = await resolve(link);
      expect(download).to.include({ bytes: 3, contentType: "application/odd", fileName: "Mia.bin" });
      expect(String(await bytesOf(await download.open({ start: 1, end: 2 })))).to.equal("ne");
      expect((await resolve(link)).revision).to.equal(download.revision);
      await put("m.bin", Buffer.from("two"), "application/odd");
      expect((await resolve(link)).revision).not.to.equal(download.revision);
    });

    it("says not-found for a blob that is gone and for a bucket that it does not serve", async () => {
      const link = await store.link("gone", { fileName: "x", expiresInSeconds: 60 });
      await expectDomainError(resolve(link), "not-found");
      await expectDomainError(resolve(link, new LocalDownloads([], signer)), "not-found");
    });
  });
});
