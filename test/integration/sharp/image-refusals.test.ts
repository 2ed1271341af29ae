import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { DomainError, ErrorCode } from "../../../src/core/errors.js";
import { SharpImageProcessor } from "../../../src/integrations/sharp/image-processor.js";
import { animation, hugePng, isoMedia, picture, plain, withPngChunk } from "./pictures.js";
import { chunksOf } from "../../support/byte-streams.js";
import { expectDomainError } from "../../support/expect-domain-error.js";

describe("SharpImageProcessor: what it refuses", () => {
  let folder: string;
  let processor: SharpImageProcessor;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-pictures-"));
    processor = await SharpImageProcessor.open(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const normalise = (bytes: Uint8Array) => processor.normalise(chunksOf(bytes));

  /** Expects the refusal, and that no temporary file outlives it. */
  async function refusal(work: Promise<unknown>, code: ErrorCode): Promise<DomainError> {
    const error = await expectDomainError(work, code);
    expect(await readdir(folder), "temporary files").to.deep.equal([]);
    return error;
  }

  it("a text that is called a picture", async () => {
    await refusal(normalise(Buffer.from("I am a note.\n".repeat(100))), "image-disguised");
    await refusal(normalise(Buffer.from("<html><body>svg</body></html>")), "image-disguised");
    await refusal(normalise(isoMedia("isom", "mp42")), "image-disguised");
  });

  it("an empty file", async () => {
    await refusal(normalise(Buffer.alloc(0)), "image-unreadable");
  });

  for (const format of ["jpeg", "png", "webp", "avif", "gif", "tiff"] as const) {
    it(`half a ${format}`, async () => {
      const whole = await picture().toFormat(format).toBuffer();
      await refusal(normalise(whole.subarray(0, whole.length / 2)), "image-unreadable");
      await refusal(normalise(whole.subarray(0, 40)), "image-unreadable");
    });
  }

  it("a signature with noise behind it", async () => {
    const noise = Buffer.alloc(5000, "noise");
    await refusal(
      normalise(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), noise])),
      "image-unreadable",
    );
    await refusal(normalise(Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBPVP8 "), noise])), "image-unreadable");
  });

  it("animations", async () => {
    await refusal(normalise(await animation("gif")), "image-animated");
    await refusal(normalise(await animation("webp")), "image-animated");
    const control = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]);
    const apng = withPngChunk(await picture().png().toBuffer(), "acTL", control);
    await refusal(normalise(apng), "image-animated");
    await refusal(normalise(isoMedia("avis", "avif", "msf1")), "image-animated");
  });

  it("formats that the decoder lacks or the house does not render, by name", async () => {
    const svg = '<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg" width="999"/>';
    const cases: [Buffer, string][] = [
      [isoMedia("heic", "mif1", "heic"), "HEIC"],
      [isoMedia("mif1", "heic"), "HEIC"],
      [isoMedia("crx ", "isom"), "RAW"],
      [Buffer.from(svg), "SVG"],
      [Buffer.from(`\uFEFF${svg}`, "utf16le"), "SVG"],
      [Buffer.from("%PDF-1.7 ..."), "PDF"],
      [Buffer.from("BM\0\0\0\0"), "BMP"],
      [Buffer.from("\0\0\0\x0cJXL \r\n\x87\n", "latin1"), "JPEG XL"],
    ];
    for (const [bytes, format] of cases) {
      expect((await refusal(normalise(bytes), "image-format")).params).to.deep.equal({ format });
    }
  });

  it("a short side under 256 px, as stored or as it would be kept", async () => {
    const small = await refusal(normalise(await plain(1000, 255, "red").png().toBuffer()), "image-too-small");
    expect(small.params).to.deep.equal({ width: 1000, height: 255, minimum: 256 });
    const strip = await refusal(normalise(await plain(9000, 300, "red").png().toBuffer()), "image-too-small");
    expect(strip.params).to.deep.equal({ width: 2048, height: 68, minimum: 256 });
  });

  it("over 64 megapixels, without decoding it", async () => {
    const source = hugePng(10_000);
    const before = process.memoryUsage.rss();
    const started = process.cpuUsage();
    const error = await refusal(normalise(source), "image-too-large");
    const used = process.cpuUsage(started);
    expect(error.params).to.deep.equal({ width: 10_000, height: 10_000, maximumMegapixels: 64 });
    expect(process.memoryUsage.rss() - before).to.be.lessThan(50 * 2 ** 20);
    // Decoding takes 400 ms of a core and more; reading the header takes a few.
    expect((used.user + used.system) / 1000).to.be.lessThan(200);
  });

  it("a file over 64 MiB, at the first byte over it", async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        await nextTurn();
        given += 2 ** 20;
        yield Buffer.alloc(2 ** 20, 0xff);
      }
    }
    const error = await refusal(processor.normalise(endless()), "image-file-too-big");
    expect(error.params).to.deep.equal({ maximumMiB: 64 });
    expect(given).to.equal(65 * 2 ** 20);
  });

  it("nothing of its own accord when the download breaks: that error comes through", async () => {
    async function* broken() {
      yield Buffer.from([0xff, 0xd8]);
      await nextTurn();
      throw new Error("connection lost");
    }
    const error: unknown = await processor.normalise(broken()).catch((reason: unknown) => reason);
    expect(error).to.have.property("message", "connection lost");
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("a thumbnail of what is no picture", async () => {
    await refusal(processor.thumbnail(chunksOf(Buffer.from("text")), 200), "image-disguised");
  });
});
