import type { Price, Recipe } from "../recipes/recipe.js";
import { clipLoad, estimateSeconds } from "../training/estimate.js";
import type { Parameters } from "../training/model.js";

/** Prices that an operator set in place of the recipes' own, by the recipe's id. */
export type OwnPrices = Readonly<Partial<Record<string, Price>>>;

/** What is trained: how, and on how many images, so many of them clips. */
export interface Work {
  readonly parameters: Parameters;
  readonly images: number;
  readonly clips: number;
}

/**
 * What a training costs at most, in points. It goes by the recipe's published speed and not by this machine's: the same
 * training costs the same on a busy day.
 */
export function priceOf(recipe: Recipe, { parameters, images, clips }: Work, own: OwnPrices = {}): number {
  const { start, image, minute } = own[recipe.id] ?? recipe.price;
  const seconds = estimateSeconds(recipe, parameters, clipLoad(recipe, images, clips));
  return Math.ceil(start + image * images + (minute * seconds) / 60);
}

/** The least that a training which was stopped while it ran costs, as a share of its price. */
const STOP_FLOOR = 0.1;

/** The least that is paid for a training of this price when its person stops it while it runs; points. */
export function floorOf(price: number): number {
  return Math.ceil(price * STOP_FLOOR);
}

/** What is paid for so many of its steps when its person stops it: in proportion, the floor at least, the price at most. */
export function priceOfSteps(price: number, done: number, steps: number): number {
  const share = steps === 0 ? 1 : Math.min(1, Math.max(0, done / steps));
  return Math.max(floorOf(price), Math.ceil(price * share));
}
