import sharp, { type OverlayOptions } from "sharp";
import { Gate } from "../../core/training/gate.js";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import {
  SAMPLE_LIMITS,
  type ProgressView,
  type SampleTile,
  type TrainingPictures,
} from "../../core/ports/training-pictures.js";
import { COLOURS, lossPlot } from "./loss-plot.js";
import { tilesOf } from "./sample-tiles.js";

/** What a phone shows across its width. */
const WIDTH = 1080;
const PADDING = 28;
const PLOT_HEIGHT = 520;
/** Pictures are drawn beside what people are waiting for. */
const AT_ONCE = 1;
const SAMPLE_QUALITY = 90;
const CARD_QUALITY = 88;
const DECODE_SECONDS = 30;

/** The house's {@link TrainingPictures} on libvips, in memory alone. */
export class SharpTrainingPictures implements TrainingPictures {
  readonly #gate = new Gate(AT_ONCE);

  async sample(content: ByteStream): Promise<Uint8Array> {
    const file = await gathered(content);
    const { longSide, maxPixels } = SAMPLE_LIMITS;
    return this.#gate.run(() =>
      readable(
        sharp(file, { failOn: "error", limitInputPixels: maxPixels })
          .timeout({ seconds: DECODE_SECONDS })
          .toColourspace("srgb")
          .resize({ width: longSide, height: longSide, fit: "inside", withoutEnlargement: true })
          .flatten({ background: COLOURS.ground })
          .jpeg({ quality: SAMPLE_QUALITY })
          .toBuffer(),
      ),
    );
  }

  async progress({ losses, steps, samples }: ProgressView): Promise<Uint8Array> {
    return this.#gate.run(async () => {
      const inner = WIDTH - 2 * PADDING;
      const layers: OverlayOptions[] = [];
      let top = PADDING;
      if (losses.length > 0) {
        const svg = lossPlot(losses, steps, { width: inner, height: PLOT_HEIGHT });
        layers.push({ input: Buffer.from(svg), left: PADDING, top });
        top += PLOT_HEIGHT + PADDING;
      }
      const tiles = await tilesOf(samples, {
        left: PADDING,
        top,
        width: inner,
        ...(losses.length > 0 && { columns: 4 }),
      });
      layers.push(...tiles.layers);
      return drawn(layers, top + (tiles.height > 0 ? tiles.height + PADDING : 0));
    });
  }

  async grid(samples: readonly SampleTile[]): Promise<Uint8Array> {
    return this.progress({ losses: [], steps: 0, samples });
  }
}

async function drawn(layers: OverlayOptions[], height: number): Promise<Uint8Array> {
  return sharp({ create: { width: WIDTH, height, channels: 3, background: COLOURS.ground } })
    .composite(layers)
    .jpeg({ quality: CARD_QUALITY, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

async function gathered(content: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > SAMPLE_LIMITS.maxBytes) {
      throw new DomainError("image-file-too-big", { maximumMiB: SAMPLE_LIMITS.maxBytes / 2 ** 20 });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new DomainError("image-unreadable", {}, { cause });
  }
}
