import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** A picture with detail everywhere, so that a cut file loses something. */
export function picture(width = 640, height = 480, channels: 3 | 4 = 3): Sharp {
  const pixels = Buffer.alloc(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[at++] = (x * 7 + y * 3) & 255;
      pixels[at++] = (x ^ y) & 255;
      pixels[at++] = Math.round((255 * x) / width);
      if (channels === 4) pixels[at++] = Math.round((255 * y) / height);
    }
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

export function plain(width: number, height: number, background: string): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

export async function animation(format: "gif" | "webp"): Promise<Buffer> {
  const frames = await Promise.all(["red", "blue"].map((colour) => plain(300, 300, colour).png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

/** A PNG chunk: length, type, data, checksum. */
function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Puts a chunk right behind the header chunk of a PNG. */
export function withPngChunk(png: Buffer, type: string, data: Buffer): Buffer {
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), pngChunk(type, data), png.subarray(afterHeader)]);
}

/** A well-formed black PNG, one bit a pixel, in little more than a header. */
export function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(side / 8)) * side);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows, { level: 1 })),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The `ftyp` box that opens an ISO base media file, with some bytes behind it. */
export function isoMedia(...brands: [string, ...string[]]): Buffer {
  const [major, ...compatible] = brands;
  const box = Buffer.concat(
    [major, "\0\0\0\0", ...compatible].map((text) => Buffer.from(text.padEnd(4), "latin1")),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(box.length + 8);
  return Buffer.concat([length, Buffer.from("ftyp"), box, Buffer.alloc(500)]);
}
