import type { ImageQuality } from "../training/model.js";
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
  readonly quality: ImageQuality;
  open(): ByteStream;
  /** Removes the temporary file. */
  dispose(): Promise<void>;
}

/** One picture of a contact sheet. */
export interface SheetPicture {
  /** Shown in its corner; up to 999,999. */
  readonly number: number;
  /** Framed, with a warning sign. */
  readonly marked: boolean;
  open(): Promise<ByteStream>;
}

/** As many pictures as a contact sheet shows: more could not be told apart on a phone. */
export const SHEET_PICTURES = 100;

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
  /**
   * Small copies with their numbers, row by row, as one JPEG that Telegram takes as a photo: its sides are 10,000 px
   * at most together, and it is far below 10 MB. The digits need no font on the machine.
   *
   * @param pictures one to {@link SHEET_PICTURES}
   * @throws RangeError for none or more; what opening and reading them throws
   */
  contactSheet(pictures: readonly SheetPicture[]): Promise<Uint8Array>;
}
