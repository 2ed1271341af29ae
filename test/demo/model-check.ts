import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readSafetensors } from "../../src/core/models/safetensors.js";
import { checkLora } from "../../src/core/models/validator.js";
import type { Recipe } from "../../src/core/recipes/recipe.js";

export interface Announced {
  readonly url: string;
  readonly sha256: string;
  readonly fileName: string;
}

/** Finds the link, the SHA-256 and the file's name in the bot's last message. @throws when one is missing */
export function readAnnouncement(text: string): Announced {
  const url = /https?:\/\/\S+\/files\/\S+/.exec(text)?.[0];
  const sha256 = /SHA-256: ([0-9a-f]{64})/.exec(text)?.[1];
  const fileName = /File: (.+?) \(/.exec(text)?.[1];
  if (url === undefined || sha256 === undefined || fileName === undefined) {
    throw new Error(`The last message names no link, no SHA-256 or no file:\n${text}`);
  }
  return { url, sha256, fileName };
}

/**
 * Downloads the model and looks at all of it.
 *
 * @returns what was found right, line by line
 * @throws at the first thing that is not right
 */
export async function downloadAndCheck(
  announced: Announced,
  path: string,
  recipe: Recipe,
): Promise<string[]> {
  const response = await fetch(announced.url);
  if (!response.ok || response.body === null) throw new Error(`The link answered ${response.status}.`);
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  const facts = await readSafetensors(createReadStream(path));
  if (facts.sha256 !== announced.sha256) {
    throw new Error(`The file's SHA-256 is ${facts.sha256}, announced was ${announced.sha256}.`);
  }
  checkLora(facts, recipe.keyForm);
  const values = facts.tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return [
    `SHA-256 as announced: ${facts.sha256}`,
    `safetensors header: ${facts.tensors.length} tensors, trained ${facts.metadata["steps"] ?? "?"} steps`,
    `keys: all of the ${recipe.family} family`,
    `numbers: ${values.toLocaleString("en")}, none NaN or infinite, changed from their start`,
  ];
}
