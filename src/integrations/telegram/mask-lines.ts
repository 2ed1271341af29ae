import type { Training } from "../../core/training/model.js";
import type { Translate } from "./texts.js";

/** What came of the masks, where that is not what the person expects. */
export function maskLines({ masks }: Pick<Training, "masks">, t: Translate): string[] {
  if (masks === undefined) return [];
  if (!masks.made) return [t("card-masks-not-made")];
  return masks.nobody === 0 ? [] : [t("card-masks-nobody", { count: masks.nobody })];
}
