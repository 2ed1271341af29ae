import type { Context } from "grammy";
import { draftButton } from "../callback-data.js";
import { say } from "../say.js";
import type { Scene } from "./scene.js";

/** Says what there is to choose from, with a button for each. */
export async function offerBaseModels({ deps, draftId, t }: Scene, ctx: Context): Promise<void> {
  const recipes = deps.service.drafts.recipes();
  const lines = recipes.map((recipe) => `• ${t(`recipe-${recipe.id}`)} — ${t(`recipe-${recipe.id}-about`)}`);
  const rows = recipes.map((recipe) => [
    { text: t(`recipe-${recipe.id}`), data: draftButton(draftId, "recipe", recipe.id) },
  ]);
  await say(ctx, [t("base-model-prompt"), "", ...lines].join("\n"), rows);
}

export async function chooseBaseModel(
  { deps, person, draftId, once }: Scene,
  recipeId: string,
): Promise<void> {
  await once(() => deps.service.drafts.setRecipe(person.actor, draftId, recipeId));
}
