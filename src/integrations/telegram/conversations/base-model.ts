import type { Context } from "grammy";
import type { BaseModelOffer } from "../../../core/training/base-models.js";
import { draftButton } from "../callback-data.js";
import { plain, say } from "../say.js";
import type { Translate } from "../texts.js";
import { timeText } from "../time-text.js";
import type { Scene } from "./scene.js";

/** Says what there is to choose from, with a button for each; a button to look again where there is nothing. */
export async function offerBaseModels(
  { deps, person, draftId, t, once }: Scene,
  ctx: Context,
): Promise<void> {
  const offers = await once(() => deps.service.baseModels.offers(person.actor, draftId));
  if (offers.length === 0) {
    const again = { text: t("base-model-again"), data: draftButton(draftId, "base-model") };
    await say(ctx, t("base-model-none"), [[again]]);
    return;
  }
  const rows = offers.map(({ recipeId, isRecommended }) => [
    {
      text: `${star(isRecommended)}${t(`recipe-${recipeId}`)}`,
      data: draftButton(draftId, "recipe", recipeId),
    },
  ]);
  const paragraphs = offers.map((offer) => offerText(offer, t));
  await say(ctx, [t("base-model-prompt"), ...paragraphs].join("\n\n"), rows);
}

/** What it is called, what it is good for, how long it takes and what it costs. */
function offerText(offer: BaseModelOffer, t: Translate): string {
  const { recipeId, minutes, images, price, isRecommended } = offer;
  return [
    `${star(isRecommended)}<b>${t(`recipe-${recipeId}`)}</b>${isRecommended ? ` – ${t("base-model-recommended")}` : ""}`,
    t(`recipe-${recipeId}-about`),
    t("base-model-time", { time: timeText(minutes, t), count: images }),
    ...(price === undefined ? [] : [t("base-model-price", { price })]),
  ].join("\n");
}

function star(isRecommended: boolean): string {
  return isRecommended ? "⭐ " : "";
}

export async function chooseBaseModel(
  { deps, person, draftId, once }: Scene,
  recipeId: string,
): Promise<void> {
  await once(() => deps.service.drafts.setRecipe(person.actor, draftId, recipeId));
}

/** Not everybody taps: a name does as well, or the beginning of just one. */
export async function baseModelNamed(scene: Scene, text = ""): Promise<string | undefined> {
  const { deps, person, draftId, t, once } = scene;
  const typed = fold(text);
  if (typed === "") return undefined;
  const offered = await once(async () => {
    const offers = await deps.service.baseModels.offers(person.actor, draftId);
    return offers.map(({ recipeId }) => recipeId);
  });
  const named = offered.map((recipeId) => ({ recipeId, name: fold(plain(t(`recipe-${recipeId}`))) }));
  const fitting = named.filter(({ name }) => name.startsWith(typed));
  const [found] = fitting.length === 1 ? fitting : fitting.filter(({ name }) => name === typed);
  return found?.recipeId;
}

/** Case and what stands between words and numbers do not count. */
function fold(name: string): string {
  return name.toLocaleLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
