import type { Subject } from "../training/model.js";
import type { Recipe } from "./recipe.js";
import { suits } from "./suitability.js";

/**
 * Base models by what is to be learned, the best first, with the reason. Others that can learn it come after
 * these; demonstrations are recommended for nothing.
 */
const PREFERRED: Readonly<Record<Subject, readonly string[]>> = {
  // Faces: FLUX keeps a likeness best of the three families; SDXL next, on smaller cards.
  person: ["flux", "sdxl", "wan-14b", "wan", "wan22"],
  character: ["flux", "sdxl", "wan-14b", "wan", "wan22"],
  // SDXL learns a look apart from its content (B-LoRA: one block of its U-Net holds it), quickly and on 12 GB.
  style: ["sdxl", "flux", "wan-14b", "wan", "wan22"],
  // Lettering and logos are what FLUX draws and SDXL does not.
  product: ["flux", "sdxl", "wan-14b", "wan", "wan22"],
  // Of the video models, the newer before the older and the larger before the smaller: motion gains most by both.
  motion: ["wan22", "wan-14b", "wan"],
};

/** Those that can learn it, the most fitting first. */
export function byPreference(recipes: readonly Recipe[], subject: Subject | undefined): readonly Recipe[] {
  const suitable = recipes.filter((recipe) => suits(recipe, subject));
  if (subject === undefined) return suitable;
  const preferred = PREFERRED[subject].flatMap((id) => suitable.filter((recipe) => recipe.id === id));
  return [...preferred, ...suitable.filter((recipe) => !preferred.includes(recipe))];
}

/** Whether the base model is one to recommend, where it is the first that is offered. */
export function isPreferred({ id }: Recipe, subject: Subject | undefined): boolean {
  return subject !== undefined && PREFERRED[subject].includes(id);
}
