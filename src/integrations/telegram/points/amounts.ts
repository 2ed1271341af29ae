import type { Translate } from "../texts.js";

/** "550 points", as it is said in the person's language. */
export function pointsText(points: number, t: Translate): string {
  return t("points-count", { points });
}

/** "500 Stars". */
export function starsText(stars: number, t: Translate): string {
  return t("stars-count", { stars });
}
