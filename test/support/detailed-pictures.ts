import sharp, { type Sharp } from "sharp";
import { randomFrom } from "./random.js";

const WIDTH = 800;
const HEIGHT = 600;
const SHAPES = 60;

/** A JPEG full of edges, like no other of this number: nothing is wrong with it. */
export async function detailed(number: number): Promise<Buffer> {
  return draw(number).jpeg({ quality: 90 }).toBuffer();
}

/** The same, out of focus. */
export async function blurred(number: number): Promise<Buffer> {
  return sharp(await detailed(number))
    .blur(12)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** The same, six stops under. */
export async function darkened(number: number): Promise<Buffer> {
  return sharp(await detailed(number))
    .linear(0.12, 0)
    .jpeg({ quality: 90 })
    .toBuffer();
}

function draw(number: number): Sharp {
  const random = randomFrom(number);
  const upTo = (limit: number): number => random.below(limit);
  const shapes = Array.from({ length: SHAPES }, () => {
    const fill = `hsl(${upTo(360)} 60% ${10 + upTo(85)}%)`;
    return `<rect x="${upTo(WIDTH) - 60}" y="${upTo(HEIGHT) - 60}" width="${40 + upTo(200)}" height="${40 + upTo(200)}" fill="${fill}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${shapes.join("")}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: "white" });
}
