import { Composer } from "grammy";
import { recipeById } from "../../core/recipes/index.js";
import type { TrainedModel } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { answerTap } from "./answer-tap.js";
import type { BotContext } from "./context.js";
import { modelMessage } from "./model-message.js";
import { isRepeat } from "./repeats.js";
import { plain, replaceButtons, say } from "./say.js";
import { SHARE_TOKEN } from "./start-links.js";

const ACCEPT = new RegExp(`^share:(${SHARE_TOKEN.source})$`);

/**
 * Shows who opened a share's link what it is about. Nothing is told of its owner.
 *
 * @throws DomainError `share-ended`, `share-own`
 */
export async function offerShared(ctx: BotContext, service: TrainingService, token: string): Promise<void> {
  const { model, taken } = await service.sharing.offer(ctx.person.actor, token);
  if (taken) {
    await say(ctx, ctx.t("share-taken", { name: model.name }));
    await sendModel(ctx, service, model);
    return;
  }
  const recipe = recipeById(model.recipeId);
  const facts = { name: model.name, model: plain(ctx.t(`recipe-${recipe.id}`)), word: model.triggerWord };
  await say(ctx, ctx.t("share-offer", facts), [[{ text: ctx.t("share-accept"), data: `share:${token}` }]]);
}

/** The button that takes a shared model. */
export function shareOffers(service: TrainingService): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.callbackQuery(ACCEPT, async (ctx) => {
    const [, token = ""] = ctx.match;
    const { model, taken } = await service.sharing.accept(ctx.person.actor, token);
    const { message } = ctx.callbackQuery;
    if (message !== undefined) await replaceButtons(ctx.api, message.chat.id, message.message_id, []);
    // A second tap sends nothing more; a process that died may have taken the model and said nothing.
    if (!taken || isRepeat(ctx.update)) await sendModel(ctx, service, model);
    await answerTap(ctx, plain(ctx.t("share-accepted", { name: model.name })));
  });
  return composer;
}

/** Sends a model with fresh links to its files. */
export async function sendModel(
  ctx: BotContext,
  service: TrainingService,
  model: TrainedModel,
): Promise<void> {
  const { html, rows } = modelMessage(model, await service.models.links(model), ctx.t, "model-title");
  await say(ctx, html, rows);
}
