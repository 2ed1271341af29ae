import sharp from "sharp";
import type { Blob, BlobStore } from "./blob-store.js";
import type { Media, StoredSize } from "./media.js";

/** Long sides of the sizes that Telegram keeps of each photo; the last is the one that people see. */
const THUMBNAILS = [90, 320, 800];
const JPEG_QUALITY = 87;
const MAX_SIDES_TOGETHER = 10_000;
const MAX_RATIO = 20;

export type PhotoMedia = Extract<Media, { kind: "photo" }>;

/** Why an image cannot be sent as a photo, in the words of the Bot API. */
export class PhotoRefused extends Error {}

/** Re-encodes photos as Telegram does: JPEG, turned by EXIF, without metadata, at most `maxSide` on the long side. */
export class PhotoEncoder {
  readonly #known = new Map<string, Promise<PhotoMedia>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly maxSide: number,
  ) {}

  /**
   * Telegram's own check of what a bot uploads; people's apps reduce a picture before they send it.
   * @throws PhotoRefused
   */
  async checkDimensions(original: Blob): Promise<void> {
    const { width, height } = await dimensions(original);
    if (width + height > MAX_SIDES_TOGETHER || Math.max(width / height, height / width) > MAX_RATIO) {
      throw new PhotoRefused("PHOTO_INVALID_DIMENSIONS");
    }
  }

  /** The same content gives the same stored sizes. @throws PhotoRefused */
  encode(original: Blob): Promise<PhotoMedia> {
    const known = this.#known.get(original.sha256);
    if (known) return known;
    const encoded = this.#encode(original);
    this.#known.set(original.sha256, encoded);
    encoded.catch(() => this.#known.delete(original.sha256));
    return encoded;
  }

  clear(): void {
    this.#known.clear();
  }

  async #encode(original: Blob): Promise<PhotoMedia> {
    const full = await this.#resized(original.path, this.maxSide);
    const sizes: StoredSize[] = [];
    for (const side of THUMBNAILS) {
      if (Math.max(full.width, full.height) > side) sizes.push(await this.#resized(full.blob.path, side));
    }
    return { kind: "photo", sizes: [...sizes, full] };
  }

  async #resized(path: string, side: number): Promise<StoredSize> {
    const image = sharp(path)
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .jpeg({ quality: JPEG_QUALITY });
    try {
      const { data, info } = await image.toBuffer({ resolveWithObject: true });
      return { blob: await this.blobs.put(data), width: info.width, height: info.height };
    } catch (error) {
      throw new PhotoRefused("IMAGE_PROCESS_FAILED", { cause: error });
    }
  }
}

async function dimensions(original: Blob): Promise<{ width: number; height: number }> {
  try {
    return (await sharp(original.path).metadata()).autoOrient;
  } catch (error) {
    throw new PhotoRefused("IMAGE_PROCESS_FAILED", { cause: error });
  }
}
