import { RECIPES } from "../recipes/index.js";
import type { Recipe, Speed } from "../recipes/recipe.js";
import type { Parameters, Training } from "./model.js";
import { resolveParameters } from "./options.js";

/**
 * How long a training takes on its slot.
 *
 * @returns seconds, from the recipe's published speed; at least its overhead
 */
export function estimateSeconds(recipe: Recipe, parameters: Parameters): number {
  const perImage = secondsAt(recipe.speed, parameters.resolution);
  return recipe.speed.overheadSeconds + parameters.steps * perImage * parameters.batchSize;
}

/** {@link estimateSeconds} of a stored training; undefined where its recipe is gone, or was never chosen. */
export function estimateTraining({ recipeId, options, imageIds = [] }: Training): number | undefined {
  const recipe = RECIPES.find(({ id }) => id === recipeId);
  if (recipe === undefined) return undefined;
  return estimateSeconds(recipe, resolveParameters(recipe, options, imageIds.length));
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
