import { DomainError } from "../errors.js";
import type { Slot } from "../ports/job-runtime.js";
import { flux } from "./flux.js";
import type { Recipe } from "./recipe.js";
import { sdxl } from "./sdxl.js";
import { tinyFlux, tinySdxl, tinyWan } from "./tiny.js";
import { wan, wan14b } from "./wan.js";
import { wan22 } from "./wan22.js";

/** Every base model the house knows, in the order in which a menu shows them. */
export const RECIPES: readonly Recipe[] = [flux, sdxl, wan, wan14b, wan22, tinyFlux, tinySdxl, tinyWan];

/** @throws DomainError `recipe-unknown` */
export function recipeById(id: string): Recipe {
  const recipe = RECIPES.find((candidate) => candidate.id === id);
  if (recipe === undefined) throw new DomainError("recipe-unknown", { recipe: id.slice(0, 64) });
  return recipe;
}

/** Cards report a little less than their label says: a "24 GB" card has 23.6 GiB or so. */
const LABEL_TOLERANCE = 0.94;

/** Whether the recipe can run in the slot. A card whose memory is unknown is taken at its operator's word. */
export function fits(recipe: Recipe, slot: Slot): boolean {
  if (recipe.memoryGiB === 0) return true;
  if (slot.kind !== "gpu") return false;
  return slot.memoryGiB === undefined || slot.memoryGiB >= recipe.memoryGiB * LABEL_TOLERANCE;
}

/**
 * What is offered on these slots: the base models that fit one of them, the demonstration ones only where no GPU
 * is (or where the operator asks for them).
 */
export function offered(slots: readonly Slot[], demonstrations: boolean): readonly Recipe[] {
  const gpu = slots.some((slot) => slot.kind === "gpu");
  return RECIPES.filter(
    (recipe) => slots.some((slot) => fits(recipe, slot)) && (!recipe.demonstration || demonstrations || !gpu),
  );
}
