import { open } from "node:fs/promises";
import sharp, { type Metadata } from "sharp";
import { DomainError } from "../../core/errors.js";
import { IMAGE_LIMITS } from "../../core/ports/image-processor.js";
import { isAnimatedPng } from "./png-chunks.js";
import { readSignature, SIGNATURE_BYTES, type ReadableFormat } from "./signatures.js";

/** A picture that may be decoded, as its header describes it. */
export interface Inspected {
  readonly format: ReadableFormat;
  readonly lossless: boolean;
  readonly hasAlpha: boolean;
}

/**
 * Checks a file by its signature and header alone: no pixel is decoded, so that a bomb costs nothing.
 *
 * @throws DomainError every `image-…` code but `image-file-too-big`
 */
export async function inspect(path: string): Promise<Inspected> {
  const { format, lossless } = await checkSignature(path);
  const metadata = await readHeader(path, format);
  if ((metadata.subifds ?? 0) > 0) throw new DomainError("image-format", { format: "RAW" });
  // Pages of a TIFF are no animation: its first page is the picture.
  if (format !== "tiff" && (metadata.pages ?? 1) > 1) throw new DomainError("image-animated");
  checkSize(metadata.autoOrient);
  return { format, lossless, hasAlpha: metadata.hasAlpha };
}

async function checkSignature(path: string): Promise<{ format: ReadableFormat; lossless: boolean }> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(SIGNATURE_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (bytesRead === 0) throw new DomainError("image-unreadable", {}, { message: "the file is empty" });
    const signature = readSignature(head.subarray(0, bytesRead));
    switch (signature.kind) {
      case "unknown":
        throw new DomainError("image-disguised");
      case "refused":
        throw new DomainError("image-format", { format: signature.name });
      case "animation":
        throw new DomainError("image-animated");
      case "readable":
        if (signature.format === "png" && (await isAnimatedPng(file))) {
          throw new DomainError("image-animated");
        }
        return signature;
    }
  } finally {
    await file.close();
  }
}

async function readHeader(path: string, format: ReadableFormat): Promise<Metadata> {
  // The limit on pixels is checked here, with numbers to show; sharp's own error would name none.
  const metadata = await sharp(path, { failOn: "error", limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw new DomainError("image-unreadable", {}, { cause });
    });
  if (metadata.format !== (format === "avif" ? "heif" : format)) {
    throw new DomainError("image-unreadable", {}, { message: `looks like ${format}, read as other` });
  }
  return metadata;
}

function checkSize({ width, height }: { width: number; height: number }): void {
  const { maxPixels, maxLongSide, minShortSide } = IMAGE_LIMITS;
  if (width * height > maxPixels) {
    throw new DomainError("image-too-large", { width, height, maximumMegapixels: maxPixels / 1e6 });
  }
  const scale = Math.min(1, maxLongSide / Math.max(width, height));
  const kept = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (Math.min(kept.width, kept.height) < minShortSide) {
    // A long panorama has its size told as it would be kept: that is what is too small.
    throw new DomainError("image-too-small", { ...kept, minimum: minShortSide });
  }
}
