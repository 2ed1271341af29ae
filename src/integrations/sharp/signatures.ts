/** Formats that the decoder reads and the house accepts. */
export type ReadableFormat = "jpeg" | "png" | "webp" | "gif" | "tiff" | "avif";

/** What the first bytes of a file say it is. */
export type Signature =
  | { readonly kind: "readable"; readonly format: ReadableFormat; readonly lossless: boolean }
  /** A picture (or a page) that is refused; the name is what a person calls the format. */
  | { readonly kind: "refused"; readonly name: string }
  | { readonly kind: "animation" }
  | { readonly kind: "unknown" };

/** As many bytes as {@link readSignature} looks at; an SVG may open with a long comment. */
export const SIGNATURE_BYTES = 4096;

/** ISO base media brands of HEVC pictures (ISO/IEC 23008-12, annex B) and of the container alone. */
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

/** Formats told by bytes at a fixed place: [offset, bytes as latin1, name]. */
const REFUSED: readonly (readonly [number, string, string])[] = [
  [0, "%PDF-", "PDF"],
  [0, "8BPS", "PSD"],
  [0, "BM", "BMP"],
  [0, "\xff\x0a", "JPEG XL"],
  [4, "JXL \r\n\x87\n", "JPEG XL"],
  [4, "jP  \r\n\x87\n", "JPEG 2000"],
  [0, "\xff\x4f\xff\x51", "JPEG 2000"],
  [0, "\0\0\x01\0", "ICO"],
  [0, "FUJIFILMCCD-RAW", "RAW"],
  [8, "CR\x02\0", "RAW"],
];

/**
 * Tells a file's format by its first bytes; its name is never asked.
 *
 * @param head the first {@link SIGNATURE_BYTES} bytes, or the whole file when it is shorter
 */
export function readSignature(head: Uint8Array): Signature {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const startsWith = (text: string, offset = 0) =>
    bytes.subarray(offset, offset + text.length).equals(Buffer.from(text, "latin1"));

  for (const [offset, text, name] of REFUSED) {
    if (startsWith(text, offset)) return { kind: "refused", name };
  }
  if (startsWith("\xff\xd8\xff")) return { kind: "readable", format: "jpeg", lossless: false };
  if (startsWith("\x89PNG\r\n\x1a\n")) return { kind: "readable", format: "png", lossless: true };
  if (startsWith("GIF87a") || startsWith("GIF89a")) {
    return { kind: "readable", format: "gif", lossless: true };
  }
  if (startsWith("RIFF") && startsWith("WEBP", 8)) {
    return { kind: "readable", format: "webp", lossless: startsWith("VP8L", 12) };
  }
  if (startsWith("II*\0") || startsWith("MM\0*")) {
    return { kind: "readable", format: "tiff", lossless: true };
  }
  if (startsWith("ftyp", 4)) return readBrands(bytes);
  if (isSvg(bytes)) return { kind: "refused", name: "SVG" };
  return { kind: "unknown" };
}

/** The `ftyp` box: its size, its type, the major brand, a version, then the compatible brands. */
function readBrands(bytes: Buffer): Signature {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  const brands = [bytes.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString("latin1", at, at + 4));
  if (brands.includes("avis")) return { kind: "animation" };
  if (brands.includes("avif")) return { kind: "readable", format: "avif", lossless: false };
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return { kind: "refused", name: "HEIC" };
  if (brands[0] === "crx ") return { kind: "refused", name: "RAW" };
  return { kind: "unknown" };
}

function isSvg(bytes: Buffer): boolean {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8";
  const text = bytes.toString(encoding).replace(/^\uFEFF/, "");
  return /^\s*<(\?xml|!--|!DOCTYPE|svg)/i.test(text) && /<(\w+:)?svg[\s>]/i.test(text);
}
