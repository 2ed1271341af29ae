import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { drawHouse, type View } from "./scene-drawing.js";

/** Ten come as an album, two as files. */
const COUNT = 12;
const SKIES = [
  ["#7ab8f5", "#e8f4ff"],
  ["#f7b267", "#fde8c9"],
  ["#5b6c8f", "#c9d3e6"],
  ["#efeff2", "#cfd2d8"],
] as const;
const GROUNDS = ["#7fb069", "#c9a66b", "#9aa5b1", "#4f7d5c", "#d8c3a5"] as const;
const SIZES = [
  [1280, 960],
  [960, 1280],
  [1100, 1100],
] as const;

/** Draws the demo's own photos: one toy house from twelve sides, near and far, in several lights. */
export async function drawPhotos(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: COUNT }, async (_, index) => {
      const path = join(folder, `house-${String(index + 1).padStart(2, "0")}.jpg`);
      await sharp(Buffer.from(drawHouse(viewOf(index))))
        .jpeg({ quality: 92 })
        .toFile(path);
      return path;
    }),
  );
}

/** Each number is another side, distance and light of the house. */
export function viewOf(index: number): View {
  const [width, height] = pick(SIZES, index);
  return {
    width,
    height,
    yaw: index * 30 + 12,
    pitch: 8 + (index % 4) * 9,
    size: [0.55, 0.8, 1, 0.65][index % 4] ?? 0.7,
    at: [0.42 + (index % 3) * 0.08, 0.78],
    sky: pick(SKIES, index),
    ground: pick(GROUNDS, index),
    light: index * 47,
  };
}

function pick<T>(choices: readonly T[], index: number): T {
  const choice = choices[index % choices.length];
  if (choice === undefined) throw new RangeError("nothing to pick from");
  return choice;
}

/** All files in a person's own folder, by name; what is no picture is for the bot to refuse. */
export async function findPhotos(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(folder, entry.name))
    .sort();
}
