/** The demuxers that are let near a file; FFmpeg would guess among three hundred. */
export type Demuxer = "mov" | "matroska";

/** As many bytes as {@link demuxerFor} looks at. */
export const SIGNATURE_BYTES = 12;

/** ISO base media brands of pictures: HEIF and AVIF are such files too. */
const PICTURE_BRANDS = ["heic", "heix", "hevc", "mif1", "msf1", "avif", "avis"];

/** Tells a video's container by its first bytes; undefined for all else. Its name is never asked. */
export function demuxerFor(head: Uint8Array): Demuxer | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.toString("latin1", 0, 4) === "\x1a\x45\xdf\xa3") return "matroska";
  const isMedia = bytes.toString("latin1", 4, 8) === "ftyp";
  return isMedia && !PICTURE_BRANDS.includes(bytes.toString("latin1", 8, 12)) ? "mov" : undefined;
}
