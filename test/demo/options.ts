import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { RECIPES } from "../../src/core/recipes/index.js";

export const USAGE = `npm run demo -- [options]

Plays the main job from /train to the model link, against a Telegram of the project's own. It needs no token,
no GPU, no Docker and no server.

  --photos DIR    train on the pictures in this folder instead of the ones that the demo draws
  --recipe NAME   tiny-flux, tiny-sdxl or tiny-wan (default tiny-sdxl)
  --steps N       training steps (default: the recipe's)
  --keep DIR      keep everything in this folder: the bot's data, its log, the photos, the model
  --help          this text
`;

export interface DemoOptions {
  readonly photos: string | undefined;
  readonly recipeId: string;
  readonly steps: number | undefined;
  readonly keep: string | undefined;
}

/** The command line was wrong; the message says how. */
export class UsageError extends Error {}

/** @returns undefined when help is asked for. @throws UsageError */
export function parseOptions(args: readonly string[]): DemoOptions | undefined {
  const { help, photos, recipe, steps, keep } = read(args);
  if (help === true) return undefined;
  const tiny = RECIPES.filter((candidate) => candidate.demonstration).map((candidate) => candidate.id);
  if (recipe !== undefined && !tiny.includes(recipe)) {
    throw new UsageError(`--recipe ${recipe}: there is ${tiny.join(", ")}.`);
  }
  if (photos !== undefined && !statSync(photos, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--photos ${photos}: there is no such folder.`);
  }
  return {
    photos: photos === undefined ? undefined : resolve(photos),
    recipeId: recipe ?? "tiny-sdxl",
    steps: steps === undefined ? undefined : wholeSteps(steps),
    keep: keep === undefined ? undefined : resolve(keep),
  };
}

function read(args: readonly string[]): {
  help?: boolean;
  photos?: string;
  recipe?: string;
  steps?: string;
  keep?: string;
} {
  try {
    const text = { type: "string" } as const;
    return parseArgs({
      args: [...args],
      options: { help: { type: "boolean" }, photos: text, recipe: text, steps: text, keep: text },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeSteps(value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`--steps ${value}: a whole number is wanted.`);
  return Number(value);
}
