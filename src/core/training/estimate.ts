import { RECIPES } from "../recipes/index.js";
import type { Recipe, Speed } from "../recipes/recipe.js";
import type { Parameters, Training } from "./model.js";
import { resolveParameters } from "./options.js";
import { drawnEvery, samplePromptsOf } from "./sample-prompts.js";

/**
 * A sample takes as long as about so many steps: 20 passes through the network, or 40 with guidance, where a step with
 * its way back takes some three or four. Reckoned so, not measured.
 */
const STEPS_A_SAMPLE = 10;

/** How much longer a step takes, for the clips among the images, than one on pictures alone. */
export function clipLoad({ clips }: Recipe, images: number, clipsAmong: number): number {
  return clips === undefined || images === 0 ? 1 : 1 + ((clips.cost - 1) * clipsAmong) / images;
}

/**
 * How long a training takes on its slot.
 *
 * @param load as {@link clipLoad} gives it
 * @returns seconds, from the recipe's published speed; at least its overhead
 */
export function estimateSeconds(recipe: Recipe, parameters: Parameters, load = 1): number {
  const perImage = secondsAt(recipe.speed, parameters.resolution);
  return recipe.speed.overheadSeconds + parameters.steps * perImage * parameters.batchSize * load;
}

/** As a person is told of it: whole minutes, one at least. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}

/** {@link estimateSeconds} of a stored training; undefined where its recipe is gone, or was never chosen. */
export function estimateTraining(training: Training): number | undefined {
  const { recipeId, options, imageIds = [], clips = 0 } = training;
  const recipe = RECIPES.find(({ id }) => id === recipeId);
  if (recipe === undefined) return undefined;
  const parameters = resolveParameters(recipe, options, imageIds.length);
  const load = clipLoad(recipe, imageIds.length, clips);
  const further = Math.max(0, samplePromptsOf(training).length - 1);
  return estimateSeconds(recipe, parameters, load) + further * promptSeconds(recipe, parameters);
}

/** What one more sample prompt takes; the first is in the recipe's overhead. */
function promptSeconds(recipe: Recipe, { steps, resolution }: Parameters): number {
  const drawings = 1 + Math.ceil(steps / drawnEvery(steps));
  return drawings * STEPS_A_SAMPLE * secondsAt(recipe.speed, resolution);
}

/** Between two known resolutions a step's time goes with the number of pixels; beyond them, in proportion. */
function secondsAt(speed: Speed, resolution: number): number {
  const points = [...speed.secondsPerStep].sort((a, b) => a.resolution - b.resolution);
  const above = points.find((point) => point.resolution >= resolution);
  const below = points.findLast((point) => point.resolution <= resolution);
  const nearest = below ?? above;
  if (nearest === undefined) throw new TypeError("a recipe's speed names at least one resolution");
  if (above === undefined || below === undefined) {
    return nearest.seconds * (resolution / nearest.resolution) ** 2;
  }
  if (above.resolution === below.resolution) return below.seconds;
  const share = (resolution ** 2 - below.resolution ** 2) / (above.resolution ** 2 - below.resolution ** 2);
  return below.seconds + share * (above.seconds - below.seconds);
}
