import type { FileHandle } from "node:fs/promises";

const SIGNATURE_LENGTH = 8;
/** Length (4 bytes) and type (4 bytes) come before a chunk's data, its checksum (4 bytes) after. */
const CHUNK_HEADER = 8;
const CHUNK_CHECKSUM = 4;
/** A bound on the walk: no encoder writes more chunks than this ahead of the pixels. */
const MAX_CHUNKS = 10_000;

/**
 * Whether a PNG is an animation. libvips decodes an APNG's first frame without a word, so the `acTL` chunk
 * is looked for here; it must stand before the first `IDAT` (PNG, third edition, 11.3.6.1).
 */
export async function isAnimatedPng(file: FileHandle): Promise<boolean> {
  const header = Buffer.alloc(CHUNK_HEADER);
  let position = SIGNATURE_LENGTH;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const { bytesRead } = await file.read(header, 0, CHUNK_HEADER, position);
    if (bytesRead < CHUNK_HEADER) return false;
    const type = header.toString("latin1", 4, 8);
    if (type === "acTL") return true;
    if (type === "IDAT" || type === "IEND") return false;
    position += CHUNK_HEADER + header.readUInt32BE(0) + CHUNK_CHECKSUM;
  }
  return false;
}
