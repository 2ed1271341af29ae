import type { CaptionFocus, CaptionStyle } from "../ports/captioner.js";
import { recipeById } from "../recipes/index.js";
import type { Training } from "./model.js";

/**
 * The styles of caption that fit a training's base model, the one it was taught first. A model that was taught
 * tags reads sentences too; T5 and its kin, which FLUX and WAN read with, are at home in prose alone.
 */
export function captionStyles({ recipeId }: Pick<Training, "recipeId">): readonly CaptionStyle[] {
  if (recipeId === undefined) return ["sentence"];
  return recipeById(recipeId).captionStyle === "tags" ? ["tags", "sentence"] : ["sentence"];
}

/** The style that the person chose, where the base model has a choice; else the base model's own. */
export function captionStyleOf(training: Pick<Training, "recipeId" | "options">): CaptionStyle {
  const [own = "sentence", ...others] = captionStyles(training);
  return others.find((style) => style === training.options.captionStyle) ?? own;
}

/** What a training's captions turn on. */
export function captionFocusOf({ options }: Pick<Training, "options">): CaptionFocus {
  const { subject } = options;
  return subject === "style" || subject === "motion" ? subject : "subject";
}
