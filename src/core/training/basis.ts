import type { Basis, Parameters, Training } from "./model.js";

/**
 * The model that a training's weights begin with: the one it was begun from, as long as base model and rank are still
 * that model's. With others its weights have no place to go, and the training begins anew.
 */
export function basisOf(
  { basis, recipeId }: Pick<Training, "basis" | "recipeId">,
  { rank }: Pick<Parameters, "rank">,
): Basis | undefined {
  return basis !== undefined && basis.recipeId === recipeId && basis.rank === rank ? basis : undefined;
}
