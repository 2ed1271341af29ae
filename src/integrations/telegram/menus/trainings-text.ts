import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";

/** What stands above the list. */
export async function trainingsText(ctx: BotContext, service: TrainingService): Promise<string> {
  const count = await service.library.count(ctx.person.actor);
  return count === 0 ? ctx.t("trainings-none") : ctx.t("trainings-title", { count });
}
