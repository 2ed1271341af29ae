import type { Context } from "grammy";
import { suits } from "../../../core/recipes/suitability.js";
import { draftButton } from "../callback-data.js";
import { say } from "../say.js";
import type { Scene } from "./scene.js";

/** Says what there is to choose from, with a button for each; a button to look again where there is nothing. */
export async function offerBaseModels(
  { deps, person, draftId, t, once }: Scene,
  ctx: Context,
): Promise<void> {
  const ids = await once(async () => {
    const { training } = await deps.service.drafts.view(person.actor, draftId);
    const recipes = await deps.service.drafts.recipes();
    return recipes.filter((recipe) => suits(recipe, training.options.subject)).map(({ id }) => id);
  });
  if (ids.length === 0) {
    const again = { text: t("base-model-again"), data: draftButton(draftId, "base-model") };
    await say(ctx, t("base-model-none"), [[again]]);
    return;
  }
  const lines = ids.map((id) => `• ${t(`recipe-${id}`)} — ${t(`recipe-${id}-about`)}`);
  const rows = ids.map((id) => [{ text: t(`recipe-${id}`), data: draftButton(draftId, "recipe", id) }]);
  await say(ctx, [t("base-model-prompt"), "", ...lines].join("\n"), rows);
}

export async function chooseBaseModel(
  { deps, person, draftId, once }: Scene,
  recipeId: string,
): Promise<void> {
  await once(() => deps.service.drafts.setRecipe(person.actor, draftId, recipeId));
}
