/*
 * From a photo's bytes to its verdict, against sharp's bare decode and resize of the same photo to the same size, in
 * turns. Beside it the whole of what happens to a photo (checked, decoded, measured, written anew, hashed) against
 * sharp's bare decode, resize and JPEG. `node --import tsx test/bench/verdict.ts [rounds]`
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import sharp from "sharp";
import { IMAGE_LIMITS } from "../../src/core/ports/image-processor.js";
import { SharpImageProcessor } from "../../src/integrations/sharp/image-processor.js";
import { measure } from "../../src/integrations/sharp/measurement.js";
import { readPixels } from "../../src/integrations/sharp/pixels.js";
import { chunksOf } from "../support/byte-streams.js";
import { detailed } from "../support/detailed-pictures.js";

/** A photo and a file as Telegram brings them, and one from a camera. */
const SIZES = [
  [1280, 960],
  [2560, 1920],
  [4000, 3000],
] as const;
const rounds = Number(process.argv[2] ?? 15);

const folder = await mkdtemp(join(tmpdir(), "darkroom-bench-"));
try {
  const processor = await SharpImageProcessor.open(join(folder, "tmp"));
  for (const [width, height] of SIZES) await compare(processor, width, height);
} finally {
  await rm(folder, { recursive: true });
}

async function compare(processor: SharpImageProcessor, width: number, height: number): Promise<void> {
  const bytes = await grainyPhoto(width, height);
  const path = join(folder, `${width}.jpg`);
  await writeFile(path, bytes);
  const bare = () => {
    const { maxLongSide: side } = IMAGE_LIMITS;
    return sharp(path).resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });
  };
  const taken = await medians({
    bare: () => bare().raw().toBuffer(),
    verdict: async () => measure(await readPixels(path)),
    bareJpeg: () => bare().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer(),
    photo: async () => (await processor.normalise(chunksOf(bytes))).dispose(),
  });
  const milliseconds = (value: number): string => `${value.toFixed(1).padStart(7)} ms`;
  process.stdout.write(
    `${width} × ${height}, median of ${rounds}\n` +
      `  to the verdict ${milliseconds(taken.verdict)}  decode and resize       ${milliseconds(taken.bare)}  ratio ${(taken.verdict / taken.bare).toFixed(2)}\n` +
      `  the whole      ${milliseconds(taken.photo)}  decode, resize and JPEG ${milliseconds(taken.bareJpeg)}  ratio ${(taken.photo / taken.bareJpeg).toFixed(2)}\n`,
  );
}

/** Milliseconds of each way, all ways once a round, so that a busy moment meets them all. */
async function medians<Way extends string>(
  ways: Record<Way, () => Promise<unknown>>,
): Promise<Record<Way, number>> {
  const names = Object.keys(ways) as Way[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const started = performance.now();
      await ways[name]();
      // The first round warms up.
      if (round > 0) times[name].push(performance.now() - started);
    }
  }
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Way, number>;
}

/** Grain as of a camera: without it a JPEG decodes in half the time that a photo takes. */
async function grainyPhoto(width: number, height: number): Promise<Buffer> {
  const grain = { type: "gaussian", mean: 128, sigma: 12 } as const;
  const noise = sharp({ create: { width, height, channels: 3, background: "grey", noise: grain } });
  const drawing = await sharp(await detailed(1))
    .resize(width, height)
    .toBuffer();
  return sharp(drawing)
    .composite([{ input: await noise.png({ compressionLevel: 0 }).toBuffer(), blend: "soft-light" }])
    .jpeg({ quality: 87 })
    .toBuffer();
}
