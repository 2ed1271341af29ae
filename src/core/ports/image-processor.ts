import type { ByteStream } from "./blob-store.js";

export const IMAGE_LIMITS = {
  /** Short side in pixels: SDXL's and FLUX's smallest bucket is 256. */
  minShortSide: 256,
  /** Decoded size; 64 megapixels is the largest sensor of today's phones in full mode, 256 MB as RGBA. */
  maxPixels: 64_000_000,
  /** Long side in pixels that is kept: twice the largest training resolution. */
  maxLongSide: 2048,
} as const;

/** An image as it will be trained on: turned upright, sRGB, no metadata. */
export interface NormalisedImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly contentType: "image/jpeg" | "image/png";
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  open(): ByteStream;
  /** Removes the temporary file. */
  dispose(): Promise<void>;
}

export interface ImageProcessor {
  /**
   * Reads a picture in any format the decoder knows (by its bytes, whatever its name), checks it against
   * {@link IMAGE_LIMITS} and writes it anew: JPEG quality 95 for photographs, PNG where there is
   * transparency (kept) or the source was lossless.
   *
   * @throws DomainError `image-unreadable`, `image-disguised` (not a picture at all, though it is called one),
   *   `image-animated`, `image-too-small`, `image-too-large`, `image-format` (a picture the decoder cannot read)
   */
  normalise(content: ByteStream): Promise<NormalisedImage>;
  /** A JPEG of at most `longSide` pixels for a preview or a captioner. */
  thumbnail(content: ByteStream, longSide: number): Promise<Uint8Array>;
}
