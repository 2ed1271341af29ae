import { deflateRawSync } from "node:zlib";
import type { ErrorCode } from "../../../src/core/errors.js";
import { animation, hugePng, isoMedia, picture, plain } from "./pictures.js";

/** A file that means harm, or looks like it, and what has to come of it. */
export interface HostilePicture {
  readonly name: string;
  readonly bytes: Buffer;
  /** "taken": normalised, whatever it was; else the refusal. */
  readonly outcome: "taken" | ErrorCode;
}

const SEGMENT_BYTES = 65_000;

/** All of them, made anew. */
export async function hostilePictures(): Promise<HostilePicture[]> {
  const jpeg = await picture(400, 320).jpeg().toBuffer();
  const png = await picture(400, 320).png().toBuffer();
  const made = (name: string, outcome: HostilePicture["outcome"], bytes: Buffer): HostilePicture => ({
    name,
    outcome,
    bytes,
  });
  return [
    made("a file without a byte", "image-unreadable", Buffer.alloc(0)),
    made("a JPEG cut off in its middle", "image-unreadable", jpeg.subarray(0, jpeg.length / 2)),
    made("a PNG whose checksum is wrong", "image-unreadable", withBadChecksum(png)),
    made("a PNG of 100 megapixels in some kilobytes", "image-too-large", hugePng(10_000)),
    made("a JPEG that claims 65,000 × 65,000", "image-too-large", claiming(jpeg, 65_000)),
    made("a GIF of 10,000 frames", "image-animated", gifOf(10_000)),
    made("an animated WebP", "image-animated", await animation("webp")),
    made("a TIFF whose directory is its own successor", "image-unreadable", endlessTiff()),
    made("one pixel", "image-too-small", await plain(1, 1, "red").png().toBuffer()),
    made("an SVG with a script", "image-format", svg('<script>fetch("http://127.0.0.1/")</script>')),
    made("an SVG with an entity from a file", "image-format", withEntity()),
    made("a page of HTML", "image-disguised", Buffer.from("<html><script>alert(1)</script></html>")),
    made("a zip", "image-disguised", zipOf("photo.jpg", jpeg)),
    made("a video", "image-disguised", isoMedia("isom", "mp42")),
    made("a JPEG that is a zip, too", "taken", Buffer.concat([jpeg, zipOf("run.sh", Buffer.from("id"))])),
    made("a JPEG with 13 MB of EXIF", "taken", withSegments(jpeg, 0xe1, "Exif\0\0", 200)),
    made(
      "a JPEG with 16 MB of a colour profile",
      "taken",
      withSegments(jpeg, 0xe2, "ICC_PROFILE\0\x01\xff", 250),
    ),
    made("a JPEG whose orientation is 250", "taken", withOrientation(jpeg, 250)),
    made("a JPEG whose orientation says that it lies on its side", "taken", withOrientation(jpeg, 8)),
    made("a JPEG for print (CMYK)", "taken", await picture(400, 320).toColourspace("cmyk").jpeg().toBuffer()),
    made("a PNG of 16 bits", "taken", await picture(400, 320).toColourspace("rgb16").png().toBuffer()),
  ];
}

/** Another last byte in the checksum of the chunk that holds the pixels. */
function withBadChecksum(png: Buffer): Buffer {
  const broken = Buffer.from(png);
  const at = broken.indexOf("IDAT");
  const end = at + 4 + broken.readUInt32BE(at - 4);
  broken.writeUInt32BE((broken.readUInt32BE(end) ^ 1) >>> 0, end);
  return broken;
}

/** The frame header is the first segment of a baseline JPEG that begins with FFC0: length, depth, height, width. */
function claiming(jpeg: Buffer, side: number): Buffer {
  const lying = Buffer.from(jpeg);
  const frame = lying.indexOf(Buffer.from([0xff, 0xc0]));
  lying.writeUInt16BE(side, frame + 5);
  lying.writeUInt16BE(side, frame + 7);
  return lying;
}

/** Puts application segments of noise behind the first marker. */
function withSegments(jpeg: Buffer, marker: number, head: string, count: number): Buffer {
  const body = Buffer.concat([Buffer.from(head, "latin1"), Buffer.alloc(SEGMENT_BYTES, "x")]);
  const segment = Buffer.concat([Buffer.from([0xff, marker, 0, 0]), body]);
  segment.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), ...Array<Buffer>(count).fill(segment), jpeg.subarray(2)]);
}

/** An EXIF segment of one entry (TIFF 6.0: tag 0x0112, SHORT, one value). */
function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const entry = Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
  const tiff = Buffer.concat([Buffer.from("II*\0\x08\0\0\0\x01\0", "latin1"), entry, Buffer.alloc(4)]);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** A screen of 300 × 300 and frames of one pixel each. */
function gifOf(frames: number): Buffer {
  const head = Buffer.from("GIF89a\x2c\x01\x2c\x01\x80\0\0\0\0\0\xff\xff\xff", "latin1");
  const frame = Buffer.from(",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0", "latin1");
  return Buffer.concat([head, ...Array<Buffer>(frames).fill(frame), Buffer.from(";")]);
}

/** An empty directory at 8, which says that the next one is at 8. */
function endlessTiff(): Buffer {
  return Buffer.from("II*\0\x08\0\0\0\0\0\x08\0\0\0", "latin1");
}

function svg(content: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="999" height="999">${content}</svg>`);
}

function withEntity(): Buffer {
  const doctype = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/passwd">]>';
  return Buffer.concat([Buffer.from(doctype), svg("<text>&file;</text>")]);
}

/** A zip of one file: its entry, the directory, and the directory's end. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const common = Buffer.concat([
    Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
    sizes,
    Buffer.from([name.length, 0, 0, 0]),
  ]);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\0", "latin1"),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
