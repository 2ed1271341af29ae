import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp from "sharp";

/** Photographs that come with the package of the detector: three people who sit side by side. */
const PHOTO = join(
  dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")),
  "demo",
  "sample1.jpg",
);

export function severalPeople(): Promise<Buffer> {
  return sharp(PHOTO).resize(1280).jpeg().toBuffer();
}

/** The left one of them alone. */
export function onePerson(): Promise<Buffer> {
  return sharp(PHOTO)
    .extract({ left: 186, top: 240, width: 600, height: 700 })
    .resize(1200)
    .jpeg()
    .toBuffer();
}
