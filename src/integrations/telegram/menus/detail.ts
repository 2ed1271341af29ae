import { isDomainError } from "../../../core/errors.js";
import type { TrainingDetail } from "../../../core/training/library.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { trainingText } from "../training-text.js";
import { placeOf } from "./place.js";
import { showText } from "./show-text.js";

/** Shows the text of a training's page; the plugin brings the buttons. */
export async function showDetail(ctx: BotContext, service: TrainingService): Promise<undefined> {
  const detail = await detailOf(ctx, service);
  return showText(
    ctx,
    detail === undefined ? ctx.t("error-not-found") : trainingText(detail, ctx.t, ctx.person.locale),
  );
}

/** The training that the tapped button names; undefined where the person has no such one. */
export async function detailOf(
  ctx: BotContext,
  service: TrainingService,
): Promise<TrainingDetail | undefined> {
  try {
    return await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  } catch (error) {
    if (isDomainError(error, "not-found", "not-yours")) return undefined;
    throw error;
  }
}
