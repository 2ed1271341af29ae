import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sharp, { type Sharp } from "sharp";
import type { DatasetImage } from "../../../src/core/training/model.js";
import { distance, verdictOn } from "../../../src/core/training/verdict.js";
import { SharpImageProcessor } from "../../../src/integrations/sharp/image-processor.js";
import { bytesOf, chunksOf } from "../../support/byte-streams.js";
import { blurred, darkened, detailed } from "../../support/detailed-pictures.js";
import { sampleImage } from "../../support/stored-samples.js";
import { plain } from "./pictures.js";

describe("verdicts on real pixels", () => {
  let folder: string;
  let processor: SharpImageProcessor;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-verdicts-"));
    processor = await SharpImageProcessor.open(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function measured(bytes: Buffer): Promise<DatasetImage> {
    const image = await processor.normalise(chunksOf(bytes));
    await image.dispose();
    const { width, height, quality } = image;
    return sampleImage("t1", { width, height, quality });
  }
  const codesOf = async (bytes: Buffer) => {
    const image = await measured(bytes);
    return verdictOn(image, [image], 0).map(({ code }) => code);
  };
  const edited = async (change: (image: Sharp) => Sharp) =>
    change(sharp(await detailed(1)))
      .jpeg({ quality: 85 })
      .toBuffer();

  /** As of a camera. */
  const grain = (width: number, height: number) => {
    const noise = { type: "gaussian", mean: 128, sigma: 12 } as const;
    return sharp({ create: { width, height, channels: 3, background: "grey", noise } })
      .png()
      .toBuffer();
  };

  it("are right about what is good, blurred, dark, bright and flat", async () => {
    for (const number of [1, 2, 3]) {
      expect(await codesOf(await detailed(number))).to.deep.equal([]);
      expect(await codesOf(await blurred(number))).to.deep.equal(["blurred"]);
      expect(await codesOf(await darkened(number))).to.deep.equal(["dark"]);
    }
    expect(await codesOf(await edited((image) => image.linear(0.08, 233)))).to.deep.equal(["bright"]);
    expect(await codesOf(await edited((image) => image.linear(0.06, 120)))).to.deep.equal(["flat"]);
    expect(await codesOf(await plain(400, 300, "#808080").jpeg().toBuffer())).to.deep.equal(["flat"]);
  });

  it("tell a phone's screen that shows a photo from a photo of that form", async () => {
    const photo = await sharp(await detailed(1))
      .resize(540, 600, { fit: "cover" })
      .toBuffer();
    for (const ground of ["#ffffff", "#0e1621"]) {
      const screen = await plain(540, 1170, ground)
        .composite([{ input: photo, left: 0, top: 300 }])
        .jpeg({ quality: 87 })
        .toBuffer();
      expect(await codesOf(screen)).to.deep.equal(["screenshot"]);
    }
    const tall = await sharp(await detailed(1))
      .resize(540, 1170, { fit: "cover" })
      .composite([{ input: await grain(540, 1170), blend: "soft-light" }])
      .jpeg({ quality: 87 })
      .toBuffer();
    expect(await codesOf(tall)).to.deep.equal([]);
  });

  it("take a sharp subject before a soft background for sharp", async () => {
    const subject = await sharp(await detailed(2))
      .resize(220, 220)
      .toBuffer();
    const portrait = await sharp(await blurred(1))
      .composite([{ input: subject, left: 300, top: 200 }])
      .jpeg()
      .toBuffer();
    expect(await codesOf(portrait)).to.deep.equal([]);
  });

  it("see what is transparent as white", async () => {
    const hole = { create: { width: 400, height: 300, channels: 4, background: "#00000000" } } as const;
    expect(await codesOf(await sharp(hole).png().toBuffer())).to.deep.equal(["bright"]);
  });

  it("know a picture again in another size, quality, light and frame, and no other for it", async () => {
    const fingerprint = async (bytes: Buffer) => (await measured(bytes)).quality!.fingerprint;
    const original = await fingerprint(await detailed(1));
    for (const variant of [
      await edited((image) => image.resize(420)),
      await edited((image) => image.modulate({ brightness: 1.15 })),
      await edited((image) => image.extract({ left: 10, top: 8, width: 780, height: 584 })),
    ]) {
      expect(distance(original, await fingerprint(variant))).to.be.at.most(10);
    }
    for (const other of [2, 3, 4, 5]) {
      expect(distance(original, await fingerprint(await detailed(other)))).to.be.above(14);
    }
  });

  describe("the contact sheet", () => {
    const picturesOf = async (count: number, marked = false) => {
      const bytes = await detailed(1);
      return Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        marked,
        open: () => Promise.resolve(chunksOf(bytes)),
      }));
    };

    for (const count of [1, 2, 7, 100]) {
      it(`shows ${count} within the limits of a photo`, async function () {
        this.timeout(60_000);
        const jpeg = await processor.contactSheet(await picturesOf(count));
        const { format, width, height } = await sharp(jpeg).metadata();
        expect(format).to.equal("jpeg");
        expect(width + height).to.be.at.most(10_000);
        expect(Math.max(width, height) / Math.min(width, height)).to.be.at.most(20);
        expect(jpeg.length).to.be.below(10_000_000);
      });
    }

    it("shows numbers and marks", async () => {
      const [one] = await picturesOf(1);
      const sheets = [one!, { ...one!, number: 2 }, { ...one!, marked: true }].map(async (picture) =>
        sharp(await processor.contactSheet([picture]))
          .raw()
          .toBuffer(),
      );
      const [first, second, flagged] = await Promise.all(sheets);
      expect(first!.equals(second!)).to.equal(false);
      expect(first!.equals(flagged!)).to.equal(false);
    });

    it("refuses none and too many, and leaves no file behind when one cannot be read", async () => {
      for (const count of [0, 101]) {
        const failure = await processor
          .contactSheet(await picturesOf(count))
          .catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(RangeError);
      }
      const broken = {
        number: 2,
        marked: false,
        open: () => Promise.resolve(chunksOf(Buffer.from("no picture"))),
      };
      const failure = await processor.contactSheet([broken]).catch((error: unknown) => error);
      expect(failure).to.have.property("code", "image-unreadable");
      const kept = await processor.normalise(chunksOf(await detailed(1)));
      expect((await bytesOf(kept.open())).length).to.equal(kept.bytes);
      await kept.dispose();
    });
  });
});
