import sharp, { type Sharp } from "sharp";
import { DomainError } from "../../core/errors.js";
import { IMAGE_LIMITS } from "../../core/ports/image-processor.js";

/** No honest picture of 64 megapixels takes longer to decode, even on a slow core. */
const DECODE_SECONDS = 60;

/** An 8-bit sRGB picture without compression; the fourth channel is its opacity. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/**
 * Decodes a picture once, for all that is to be known of it and made of it: at most
 * {@link IMAGE_LIMITS.maxLongSide} on its long side, 17 MB with transparency.
 *
 * @throws DomainError `image-unreadable`
 */
export async function readPixels(path: string): Promise<Pixels> {
  const { data, info } = await readable(
    shrink(decode(path), IMAGE_LIMITS.maxLongSide).raw().toBuffer({ resolveWithObject: true }),
  );
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 };
}

/** Takes a picture up again where {@link readPixels} left it. */
export function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Many an alpha channel is opaque throughout. */
export function isTransparent({ data, channels }: Pixels): boolean {
  if (channels === 3) return false;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}

/**
 * Upright, in 8-bit sRGB with three colour channels, by the embedded profile where there is one. sharp
 * strips all metadata from what it writes unless it is told to keep it.
 */
export function decode(path: string): Sharp {
  return sharp(path, { failOn: "error", limitInputPixels: IMAGE_LIMITS.maxPixels, autoOrient: true })
    .timeout({ seconds: DECODE_SECONDS })
    .toColourspace("srgb");
}

export function shrink(image: Sharp, longSide: number): Sharp {
  return image.resize({ width: longSide, height: longSide, fit: "inside", withoutEnlargement: true });
}

/** @throws DomainError for what the work fails with: `disk-full`, or `image-unreadable` */
export async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (/no space left|ENOSPC/i.test(text))
      throw new DomainError("disk-full", {}, { cause, retryable: true });
    throw new DomainError("image-unreadable", {}, { cause });
  }
}
