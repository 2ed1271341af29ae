import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import sharp from "sharp";
import { isDomainError } from "../../../src/core/errors.js";
import type { NormalisedImage } from "../../../src/core/ports/image-processor.js";
import { SharpImageProcessor } from "../../../src/integrations/sharp/image-processor.js";
import { hostilePictures, type HostilePicture } from "./hostile-pictures.js";

/** Two pictures of the most megapixels that are decoded at once; none of these is. */
const MAX_GROWTH_BYTES = 256 * 2 ** 20;

describe("a folder of hostile pictures", () => {
  let folder: string;
  let temporary: string;
  let processor: SharpImageProcessor;
  let pictures: HostilePicture[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-hostile-"));
    temporary = join(folder, "tmp");
    await mkdir(join(folder, "pictures"));
    processor = await SharpImageProcessor.open(temporary);
    pictures = await hostilePictures();
    for (const { name, bytes } of pictures) await writeFile(join(folder, "pictures", name), bytes);
  });
  after(() => rm(folder, { recursive: true }));

  function normalise(name: string): Promise<NormalisedImage> {
    return processor.normalise(createReadStream(join(folder, "pictures", name)));
  }

  it("is refused or taken, file by file, in bounded memory, with nothing left behind", async function () {
    this.timeout(60_000);
    const before = process.memoryUsage.rss();
    const outcomes: Record<string, string> = {};
    for (const { name } of pictures) {
      try {
        const taken = await normalise(name);
        outcomes[name] = "taken";
        await taken.dispose();
      } catch (error) {
        outcomes[name] = isDomainError(error) ? error.code : `no refusal of ours: ${String(error)}`;
      }
      expect(await readdir(temporary), name).to.deep.equal([]);
    }
    expect(outcomes).to.deep.equal(Object.fromEntries(pictures.map(({ name, outcome }) => [name, outcome])));
    expect(process.memoryUsage.rss() - before).to.be.lessThan(MAX_GROWTH_BYTES);
  });

  it("is taken as plain pictures: upright, small, without what was hidden in them", async function () {
    this.timeout(60_000);
    for (const { name } of pictures.filter(({ outcome }) => outcome === "taken")) {
      const taken = await normalise(name);
      const chunks: Uint8Array[] = [];
      for await (const chunk of taken.open()) chunks.push(chunk);
      await taken.dispose();
      const bytes = Buffer.concat(chunks);
      const metadata = await sharp(bytes).metadata();
      expect(metadata, name).to.include({ space: "srgb", channels: 3, depth: "uchar" });
      expect([metadata.exif, metadata.icc, metadata.orientation], name).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
      expect([metadata.width, metadata.height].sort(), name).to.deep.equal([320, 400]);
      expect(metadata.height > metadata.width, name).to.equal(name.includes("lies on its side"));
      expect(bytes.includes("PK\x03\x04"), name).to.equal(false);
      expect(bytes.length, name).to.be.lessThan(1_000_000);
    }
  });

  it("does not go by names: what it is called is never asked", async () => {
    const source = await readFile(join(folder, "pictures", "one pixel"));
    await writeFile(join(folder, "pictures", "huge.gif"), source);
    const error: unknown = await normalise("huge.gif").catch((refusal: unknown) => refusal);
    expect(isDomainError(error, "image-too-small")).to.equal(true);
  });
});
