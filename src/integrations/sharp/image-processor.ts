import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { Gate } from "../../core/training/gate.js";
import type { TemporaryNames } from "../../core/ports/temporary-names.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import type { ImageProcessor, NormalisedImage, SheetPicture } from "../../core/ports/image-processor.js";
import { drawContactSheet } from "./contact-sheet.js";
import { inspect, type Inspected } from "./inspection.js";
import { measure } from "./measurement.js";
import { decode, fromPixels, isTransparent, readable, readPixels, shrink } from "./pixels.js";
import { TemporaryFiles } from "./temporary-files.js";

/** The largest file that is taken: an uncompressed TIFF of 21 megapixels, or any picture of a phone. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
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
      const pixels = await readPixels(path);
      const alpha = isTransparent(pixels);
      const contentType = alpha || picture.lossless ? "image/png" : "image/jpeg";
      const quality = measure(pixels);
      const target = this.files.newPath();
      try {
        const image = fromPixels(pixels);
        const output = encode(alpha ? image : image.removeAlpha(), contentType);
        const { width, height } = await readable(output.toFile(target));
        return await this.describe(target, { width, height, contentType, quality });
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

  async contactSheet(pictures: readonly SheetPicture[]): Promise<Uint8Array> {
    return drawContactSheet(pictures, (picture, side) => this.#gate.run(() => this.cell(picture, side)));
  }

  /** A square cut out of the middle of a picture. */
  private async cell(picture: SheetPicture, side: number): Promise<Buffer> {
    const path = await this.files.write(await picture.open(), MAX_FILE_BYTES);
    try {
      const cut = decode(path).resize({ width: side, height: side, fit: "cover" });
      return await readable(cut.flatten({ background: "white" }).removeAlpha().raw().toBuffer());
    } finally {
      await this.files.remove(path);
    }
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
    facts: Pick<NormalisedImage, "width" | "height" | "contentType" | "quality">,
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

function encode(image: Sharp, contentType: NormalisedImage["contentType"]): Sharp {
  return contentType === "image/png"
    ? image.png({ compressionLevel: 6, palette: false })
    : image.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" });
}
