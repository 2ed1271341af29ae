import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { ArchiveEntry } from "../../../src/core/ports/archive-writer.js";
import { ZipWriter } from "../../../src/integrations/zip/zip-writer.js";
import { eventually } from "../../support/eventually.js";
import { once } from "../../support/fake-images.js";
import { zipContents } from "../../support/zip-contents.js";

function entry(name: string, content: Buffer): ArchiveEntry {
  return { name, bytes: content.byteLength, modifiedAt: 0, open: () => Promise.resolve(once(content)) };
}

describe("a zip file", () => {
  const writer = new ZipWriter();

  it("holds its entries in order, has the size that was told, and is read as often as wanted", async () => {
    const files = new Map([
      ["001.jpg", Buffer.alloc(300_000, 7)],
      ["001.txt", Buffer.from("ein Hund, 🦊 кот")],
      ["002.png", Buffer.alloc(0)],
    ]);
    const archive = writer.archive([...files].map(([name, content]) => entry(name, content)));
    for (let reading = 0; reading < 2; reading++) {
      const zip = await buffer(archive.open());
      expect(zip.byteLength).to.equal(archive.bytes);
      expect(await zipContents(zip)).to.deep.equal(files);
    }
  });

  it("takes hundreds of entries, one open at a time and none before its turn", async () => {
    let [open, most] = [0, 0];
    const entries = Array.from({ length: 400 }, (_, index): ArchiveEntry => {
      async function* bytes(): AsyncGenerator<Uint8Array> {
        most = Math.max(most, ++open);
        yield await Promise.resolve(Buffer.alloc(1000, index));
        open--;
      }
      return { name: `${index}.jpg`, bytes: 1000, modifiedAt: 0, open: () => Promise.resolve(bytes()) };
    });
    const archive = writer.archive(entries);
    expect(most).to.equal(0);
    expect((await zipContents(await buffer(archive.open()))).size).to.equal(400);
    expect(most).to.equal(1);
  });

  it("fails when an entry cannot be opened, breaks off, or has another size than was told", async () => {
    const lost = new Error("the photo is gone");
    const faults: Readonly<Record<string, ArchiveEntry["open"]>> = {
      "the photo is gone": () => Promise.reject(lost),
      "broke off": () =>
        Promise.resolve(
          // eslint-disable-next-line @typescript-eslint/require-await -- a stream that fails at once
          (async function* () {
            yield Buffer.from("a");
            throw new Error("broke off");
          })(),
        ),
      "unexpected number of bytes": () => Promise.resolve(once(Buffer.from("longer than told"))),
    };
    for (const [message, open] of Object.entries(faults)) {
      const archive = writer.archive([
        entry("a.txt", Buffer.from("a")),
        { ...entry("b", Buffer.from("b")), open },
      ]);
      const failure = await buffer(archive.open()).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      expect(failure?.message).to.contain(message);
    }
  });

  it("lets go of the entry that is open when nobody reads on", async () => {
    const photo = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(100_000)));
    const archive = writer.archive([
      { name: "big.jpg", bytes: 10_000_000, modifiedAt: 0, open: () => Promise.resolve(photo) },
    ]);
    for await (const chunk of archive.open()) {
      expect(chunk.byteLength).to.be.greaterThan(0);
      break;
    }
    await eventually(() => expect(photo.destroyed).to.equal(true));
  });
});
