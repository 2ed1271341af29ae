import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import sharp from "sharp";
import { ensureMasksEnvironment } from "../../../src/integrations/process/environment/masks-environment.js";
import { MaskProcess } from "../../../src/integrations/process/mask-process.js";
import { onePerson } from "../../support/face-photos.js";

const TRAINER = fileURLToPath(new URL("../../../docker/trainer", import.meta.url));

/**
 * The trainer's own `create-masks`, with TEST_MASKS=1: its environment is 0.6 GB that nothing else of the tests wants,
 * made in the cache the first time (about a minute), and found there afterwards. Who does not ask for it has no such
 * test: a skipped one would fail where nothing may be skipped.
 */
const suite = process.env["TEST_MASKS"] === "1" ? describe : () => undefined;

suite("MaskProcess with the real create-masks", function () {
  this.timeout(15 * 60_000);

  it("finds a person, says where nobody is, and lets that picture be learned whole", async () => {
    const folder = await mkdtemp(join(tmpdir(), "darkroom-real-masks-"));
    try {
      const dataset = join(folder, "dataset");
      await mkdir(dataset);
      await sharp(await onePerson()).toFile(join(dataset, "0001.jpg"));
      const grey = sharp({ create: { width: 640, height: 480, channels: 3, background: "grey" } });
      await grey.toFile(join(dataset, "0002.png"));
      const maker = new MaskProcess({
        trainerFolder: TRAINER,
        ensurePython: (onProgress) =>
          ensureMasksEnvironment({
            python: process.env["MASKS_PYTHON"],
            requirementsFolder: join(TRAINER, "requirements"),
            onProgress,
          }),
      });
      const report = await maker.make({ folder }, AbortSignal.timeout(15 * 60_000));
      expect(report).to.deep.equal({ nobody: 1 });
      const shade = async (left: number, top: number): Promise<number> => {
        const part = { left: Math.round(left), top: Math.round(top), width: 60, height: 60 };
        const pixels = await sharp(join(dataset, "0001.mask.png")).extract(part).greyscale().raw().toBuffer();
        return pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
      };
      const { width, height } = await sharp(join(dataset, "0001.mask.png")).metadata();
      expect(await shade(width / 2, (height * 3) / 4), "on the person").to.be.above(230);
      expect(await shade(0, 0), "in the corner").to.be.below(25);
      const whole = await sharp(join(dataset, "0002.mask.png")).stats();
      expect(whole.channels[0]!.min).to.equal(255);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
