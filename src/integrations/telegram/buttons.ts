import { Composer } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { TrainingService } from "../../core/training/service.js";
import { isStaleQuery } from "./api-errors.js";
import { parseButton, trainingButton, type ButtonData } from "./callback-data.js";
import { begin, resume } from "./entering.js";
import type { BotContext } from "./context.js";
import { keyboardOf, plain, say } from "./say.js";

/**
 * Taps that no conversation took: buttons of trainings, and buttons of drafts whose conversation was left.
 * Every tap is answered.
 */
export function buttons(service: TrainingService): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on("callback_query", async (ctx) => {
    const button = parseButton(ctx.callbackQuery.data);
    try {
      const answer = button === undefined ? "button-old" : await act(ctx, service, button);
      await answerTap(ctx, answer === undefined ? undefined : plain(ctx.t(answer)));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await answerTap(ctx, plain(ctx.t(`error-${error.code}`, error.params)));
    }
  });
  return composer;
}

/** Gives the key of the text to answer the tap with, if any. */
async function act(ctx: BotContext, service: TrainingService, button: ButtonData): Promise<string | undefined> {
  const { trainingId, verb } = button;
  const { actor } = ctx.person;
  if (button.scope === "draft") {
    if (verb === "begin-new") await begin(ctx, service);
    else if (verb === "delete") {
      await service.library.delete(actor, trainingId);
      await say(ctx, ctx.t("draft-deleted"));
    } else await resume(ctx, trainingId);
    return undefined;
  }
  switch (verb) {
    case "stop":
      await ctx.editMessageReplyMarkup({
        reply_markup: keyboardOf([
          [
            { text: ctx.t("stop-yes"), data: trainingButton(trainingId, "stop-yes") },
            { text: ctx.t("stop-no"), data: trainingButton(trainingId, "stop-no") },
          ],
        ]),
      });
      return "stop-sure";
    case "stop-yes":
      await service.library.cancel(actor, trainingId);
      return undefined;
    case "stop-no":
      await ctx.editMessageReplyMarkup({
        reply_markup: keyboardOf([[{ text: ctx.t("card-stop"), data: trainingButton(trainingId, "stop") }]]),
      });
      return undefined;
    default:
      return "button-old";
  }
}

async function answerTap(ctx: BotContext, text: string | undefined): Promise<void> {
  try {
    // 200 characters is Telegram's bound for the little window.
    await ctx.answerCallbackQuery(text === undefined ? {} : { text: text.slice(0, 200), show_alert: text.length > 60 });
  } catch (error) {
    if (!isStaleQuery(error)) throw error;
  }
}
