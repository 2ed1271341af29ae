import { recipeById, RECIPES } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Training } from "./model.js";

/** Bounds of the chosen recipe; before one is chosen, the widest. */
export function datasetBounds(training: Pick<Training, "recipeId">): Recipe["dataset"] {
  if (training.recipeId !== undefined) return recipeById(training.recipeId).dataset;
  const all = RECIPES.map((recipe) => recipe.dataset);
  return {
    min: Math.min(...all.map((bounds) => bounds.min)),
    recommended: Math.max(...all.map((bounds) => bounds.recommended)),
    max: Math.max(...all.map((bounds) => bounds.max)),
  };
}
