import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import fc from "fast-check";
import { isDomainError } from "../../../src/core/errors.js";
import type { ArchiveReader } from "../../../src/core/ports/archive-reader.js";
import { sortArchive } from "../../../src/core/training/archive-contents.js";
import { ZipArchives } from "../../../src/integrations/zip/zip-archives.js";
import { bytesOf, chunksOf } from "../../support/byte-streams.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { craftedZip, zipOf } from "../../support/zip-files.js";

describe("zip files", () => {
  let parent: string;
  let folder: string;
  let reader: ArchiveReader;

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), "darkroom-zip-"));
    folder = join(parent, "tmp", "archives");
    reader = await ZipArchives.open(folder, 10_000_000);
  });
  afterEach("nothing is left behind", async () => {
    expect(await readdir(folder)).to.deep.equal([]);
    expect(await readdir(parent)).to.deep.equal(["tmp"]);
    expect(await openFilesOf(folder), "open files").to.deep.equal([]);
  });
  after(() => rm(parent, { recursive: true }));

  const open = (bytes: Uint8Array) => reader.open(chunksOf(bytes));

  it("are read as they were packed, as often as one likes", async () => {
    const large = Buffer.alloc(300_000, "photo ");
    const archive = await open(await zipOf({ "foto ñ 📷.jpg": large, "a/b.txt": "a caption" }));
    expect(archive.entries.map(({ name }) => name)).to.deep.equal(["foto ñ 📷.jpg", "a/b.txt"]);
    const [photo, text] = archive.entries;
    const [first, again] = [await bytesOf(photo!.open()), await bytesOf(photo!.open())];
    expect(first.equals(large) && again.equals(large)).to.equal(true);
    expect((await bytesOf(text!.open())).toString()).to.equal("a caption");
    await archive.close();
  });

  it("hold no name on disk while they are open", async () => {
    const archive = await open(await zipOf({ "1.jpg": "one" }));
    expect(await readdir(folder)).to.deep.equal([]);
    await archive.close();
  });

  it("may be left in the middle of a photo", async () => {
    const archive = await open(await zipOf({ "1.jpg": Buffer.from(noise(500_000)) }));
    for await (const chunk of archive.entries[0]!.open()) {
      expect(chunk.byteLength).to.be.above(0);
      break;
    }
    await archive.close();
  });

  it("have names in UTF-8, whether they say so or not, or else in the code page of MS-DOS", async () => {
    const archive = await open(
      craftedZip([
        { name: "снимок.jpg", flags: 0 },
        { name: Buffer.from([0x61, 0xa4, 0x2e, 0x6a, 0x70, 0x67]), flags: 0 },
      ]),
    );
    expect(archive.entries.map(({ name }) => name)).to.deep.equal(["снимок.jpg", "añ.jpg"]);
    await archive.close();
  });

  it("tell links, folders, devices, passwords and unknown methods apart", async () => {
    const archive = await open(
      craftedZip([
        { name: "link.jpg", content: "/etc/passwd", mode: 0o120777 },
        { name: "device.jpg", mode: 0o020666 },
        { name: "folder", mode: 0o040755 },
        { name: "locked.jpg", content: "x".repeat(12), flags: 1, statedBytes: 0 },
        { name: "bzip2.jpg", content: "x", method: 12 },
        { name: "plain.jpg", content: "x" },
      ]),
    );
    expect(archive.entries.map(({ fault, isFolder }) => (isFolder ? "folder" : fault))).to.deep.equal([
      "link",
      "link",
      "folder",
      "encrypted",
      "method",
      undefined,
    ]);
    await archive.close();
  });

  it("are refused when they are none, cut off, strongly encrypted or too big", async () => {
    const whole = await zipOf({ "1.jpg": noise(5_000), "2.jpg": noise(5_000) });
    await expectDomainError(open(Buffer.from("Rar!\u001a\u0007")), "archive-unreadable");
    await expectDomainError(open(Buffer.alloc(0)), "archive-unreadable");
    for (const length of [10, 3_000, whole.length - 100, whole.length - 1]) {
      await expectDomainError(open(whole.subarray(0, length)), "archive-unreadable");
    }
    await expectDomainError(open(craftedZip([{ name: "1.jpg", flags: 0x41 }])), "archive-encrypted");
    await expectDomainError(open(craftedZip([{ name: "1.jpg" }], 3)), "archive-unreadable");
    const endless = (async function* () {
      const chunk = new Uint8Array(2 ** 22);
      for (;;) yield await Promise.resolve(chunk);
    })();
    await expectDomainError(reader.open(endless), "archive-too-big");
  });

  it("let the failure of a download through", async () => {
    const broken = (async function* () {
      yield await Promise.resolve(Buffer.from("PK"));
      throw new TypeError("broke off");
    })();
    const outcome = await reader.open(broken).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TypeError);
  });

  it("refuse an entry with a wrong checksum, a wrong size or broken data, and give the others", async () => {
    const archive = await open(
      craftedZip([
        { name: "sum.jpg", content: "x".repeat(500), crc: 1 },
        { name: "short.jpg", content: "x".repeat(500), deflated: true, statedBytes: 100 },
        { name: "long.jpg", content: "x".repeat(500), deflated: true, statedBytes: 900 },
        { name: "noise.jpg", content: "not deflated at all", method: 8 },
        { name: "good.jpg", content: "good" },
      ]),
    );
    for (const entry of archive.entries.slice(0, 4)) {
      await expectDomainError(bytesOf(entry.open()), "archive-entry-damaged");
    }
    expect((await bytesOf(archive.entries[4]!.open())).toString()).to.equal("good");
    await archive.close();
  });

  /** Opens, sorts and reads all of it; gives what came of it. Anything but a refusal of ours is a fault. */
  async function outcomeOf(bytes: Uint8Array): Promise<string> {
    try {
      const archive = await open(bytes);
      const { photos } = sortArchive(archive.entries);
      for (const { entry } of photos) await bytesOf(entry.open()).catch(refusal);
      await archive.close();
      return "read";
    } catch (error) {
      return refusal(error);
    }
  }

  it("of random bytes end in a refusal, whatever they are", async () => {
    const whole = await zipOf({ "1.jpg": noise(2_000), "2.txt": "a caption", "3.jpg": noise(100) });
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    const damaged = flips.map((all) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of all) bytes[at] = value;
      return bytes;
    });
    const inputs = fc.oneof(
      { weight: 3, arbitrary: damaged },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
      { weight: 1, arbitrary: fc.nat(whole.length).map((length) => whole.subarray(0, length)) },
    );
    await fc.assert(
      fc.asyncProperty(inputs, async (bytes) => {
        expect(await outcomeOf(bytes)).to.match(/^(read|archive-)/);
      }),
      { numRuns: 150 },
    );
  });

  it("of random names are sorted without a name ever being a path", async () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "__MACOSX", "C:", "~", "a.jpg"), fc.string());
    const name = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .chain((parts) => fc.constantFrom("/", "\\", "\0").map((separator) => parts.join(separator)));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 6 }), async (names) => {
        const archive = await open(craftedZip(names.map((each) => ({ name: each, content: "x" }))));
        const { photos } = sortArchive(archive.entries);
        for (const { entry } of photos) {
          expect(entry.name.split("/")).to.not.include("..");
          expect(entry.name).to.not.match(/^\/|^[a-z]:|[\\\0]/i);
          expect((await bytesOf(entry.open())).toString()).to.equal("x");
        }
        await archive.close();
      }),
      { numRuns: 100 },
    );
  });
});

function refusal(error: unknown): string {
  if (!isDomainError(error)) throw error;
  return error.code;
}

/** Bytes that do not pack. */
function noise(length: number): Uint8Array {
  let state = 12_345;
  return Uint8Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) >>> 16);
}

/** Files of a folder that this process holds open, those without a name too. */
async function openFilesOf(folder: string): Promise<string[]> {
  const descriptors = await readdir("/proc/self/fd");
  const files = descriptors.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => ""));
  return (await Promise.all(files)).filter((file) => file.startsWith(folder));
}
