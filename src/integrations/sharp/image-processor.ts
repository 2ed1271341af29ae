import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import type { TemporaryNames } from "../../core/ports/temporary-names.js";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import { IMAGE_LIMITS, type ImageProcessor, type NormalisedImage } from "../../core/ports/image-processor.js";
import { Gate } from "./gate.js";
import { inspect, type Inspected } from "./inspection.js";
import { TemporaryFiles } from "./temporary-files.js";

/** The largest file that is taken: an uncompressed TIFF of 21 megapixels, or any picture of a phone. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** No honest picture of 64 megapixels takes longer to decode, even on a slow core. */
const DECODE_SECONDS = 60;
/** A picture may take 256 MB while it is decoded, so few are decoded at once. */
const PICTURES_AT_ONCE = 2;
const JPEG_QUALITY = 95;
const THUMBNAIL_QUALITY = 85;

/** The house's {@link ImageProcessor} on libvips. */
export class SharpImageProcessor implements ImageProcessor {
  readonly #gate = new Gate(PICTURES_AT_ONCE);

  private constructor(private readonly files: TemporaryFiles) {}

  /**
   * @param folder for temporary files of this adapter alone; made where it is missing, stale files swept
   * @param names tell whose temporary files are; without them only age tells
   */
  static async open(folder: string, names?: TemporaryNames): Promise<SharpImageProcessor> {
    // libvips keeps decoded pictures for a second look that never comes here.
    sharp.cache(false);
    return new SharpImageProcessor(await TemporaryFiles.open(folder, names));
  }

  async normalise(content: ByteStream): Promise<NormalisedImage> {
    return this.withPicture(content, async (path, picture) => {
      const alpha = picture.hasAlpha && (await isTransparent(path));
      const contentType = alpha || picture.lossless ? "image/png" : "image/jpeg";
      const target = this.files.newPath();
      try {
        const pipeline = shrink(decode(path), IMAGE_LIMITS.maxLongSide);
        const output = encode(alpha ? pipeline : pipeline.removeAlpha(), contentType);
        const { width, height } = await readable(output.toFile(target));
        return await this.describe(target, { width, height, contentType });
      } catch (error) {
        await this.files.remove(target);
        throw error;
      }
    });
  }

  async thumbnail(content: ByteStream, longSide: number): Promise<Uint8Array> {
    return this.withPicture(content, (path) =>
      readable(
        shrink(decode(path), longSide)
          .flatten({ background: "white" })
          .jpeg({ quality: THUMBNAIL_QUALITY })
          .toBuffer(),
      ),
    );
  }

  /** Spools the stream to a file, checks it and hands it on; the file is gone afterwards. */
  private async withPicture<T>(
    content: ByteStream,
    use: (path: string, picture: Inspected) => Promise<T>,
  ): Promise<T> {
    const path = await this.files.write(content, MAX_FILE_BYTES);
    try {
      return await this.#gate.run(async () => use(path, await inspect(path)));
    } finally {
      await this.files.remove(path);
    }
  }

  private async describe(
    path: string,
    facts: Pick<NormalisedImage, "width" | "height" | "contentType">,
  ): Promise<NormalisedImage> {
    const { size } = await stat(path);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return {
      ...facts,
      bytes: size,
      sha256: hash.digest("hex"),
      open: () => createReadStream(path),
      dispose: () => this.files.remove(path),
    };
  }
}

/**
 * Upright, in 8-bit sRGB with three colour channels, by the embedded profile where there is one. sharp
 * strips all metadata from what it writes unless it is told to keep it.
 */
function decode(path: string): Sharp {
  return sharp(path, { failOn: "error", limitInputPixels: IMAGE_LIMITS.maxPixels, autoOrient: true })
    .timeout({ seconds: DECODE_SECONDS })
    .toColourspace("srgb");
}

function shrink(image: Sharp, longSide: number): Sharp {
  return image.resize({ width: longSide, height: longSide, fit: "inside", withoutEnlargement: true });
}

function encode(image: Sharp, contentType: NormalisedImage["contentType"]): Sharp {
  return contentType === "image/png"
    ? image.png({ compressionLevel: 6, palette: false })
    : image.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" });
}

/** Many an alpha channel is opaque throughout; it is looked at in the kept size, so that memory is bounded. */
async function isTransparent(path: string): Promise<boolean> {
  const alpha = shrink(decode(path), IMAGE_LIMITS.maxLongSide).extractChannel("alpha").raw();
  return (await readable(alpha.toBuffer())).some((opacity) => opacity < 255);
}

async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (/no space left|ENOSPC/i.test(text))
      throw new DomainError("disk-full", {}, { cause, retryable: true });
    throw new DomainError("image-unreadable", {}, { cause });
  }
}
