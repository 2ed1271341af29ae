import sharp from "sharp";
import { drawHouse } from "../demo/scene-drawing.js";
import { viewOf } from "../demo/photos.js";

/** Shares of the demo's own size. A journey is about the chat, not about pixels; a large model asks for more of them. */
const SIZES = { small: 0.5, large: 0.75 } as const;
export type PhotoSize = keyof typeof SIZES;

const drawn = new Map<string, Promise<Buffer>>();

/** JPEGs of a toy house, each from another side. They are drawn once for all journeys. */
export function housePhotos(count: number, first = 0, size: PhotoSize = "small"): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => housePhoto(first + index, size)));
}

function housePhoto(index: number, size: PhotoSize): Promise<Buffer> {
  const key = `${index} ${size}`;
  const photo = drawn.get(key) ?? draw(index, SIZES[size]);
  drawn.set(key, photo);
  return photo;
}

async function draw(index: number, scale: number): Promise<Buffer> {
  const view = viewOf(index);
  const drawing = drawHouse({ ...view, width: view.width * scale, height: view.height * scale });
  return sharp(Buffer.from(drawing)).jpeg({ quality: 92 }).toBuffer();
}

/** The same photo, out of focus. */
export async function blurredHouse(index: number): Promise<Buffer> {
  return sharp(await housePhoto(index, "large"))
    .blur(10)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Nearly the same photo: smaller, and saved once more. */
export async function repeatedHouse(index: number): Promise<Buffer> {
  return sharp(await housePhoto(index, "large"))
    .resize({ width: 700 })
    .jpeg({ quality: 60 })
    .toBuffer();
}
