import { Composer } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { TrainingService } from "../../core/training/service.js";
import { answerTap } from "./answer-tap.js";
import { draftButton, parseButton, type ButtonData } from "./callback-data.js";
import { begin, resume } from "./entering.js";
import type { BotContext } from "./context.js";
import type { ModelFiles } from "./model-files.js";
import type { ProgressCards } from "./progress-card.js";
import { plain, say, type Button } from "./say.js";
import { showButtons } from "./show-buttons.js";
import { actOnTraining } from "./training-taps.js";

/**
 * Taps that no conversation took: buttons of trainings, and buttons of drafts whose conversation was left.
 * Every tap is answered.
 */
export function buttons(
  service: TrainingService,
  parts: { readonly cards: ProgressCards; readonly modelFiles: ModelFiles },
): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on("callback_query", async (ctx) => {
    const button = parseButton(ctx.callbackQuery.data);
    try {
      const answer = await act(ctx, service, parts, button);
      await answerTap(ctx, answer === undefined ? undefined : plain(answer));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await answerTap(ctx, plain(ctx.t(`error-${error.code}`, error.params)));
    }
  });
  return composer;
}

/** Gives the text to answer the tap with, if any. */
async function act(
  ctx: BotContext,
  service: TrainingService,
  { cards, modelFiles }: { readonly cards: ProgressCards; readonly modelFiles: ModelFiles },
  button: ButtonData | undefined,
): Promise<string | undefined> {
  if (button?.scope === "draft") return actOnDraft(ctx, service, button);
  if (button?.scope === "training") {
    return actOnTraining(ctx, service, cards, modelFiles, button);
  }
  return ctx.t("button-old");
}

async function actOnDraft(
  ctx: BotContext,
  service: TrainingService,
  button: ButtonData,
): Promise<string | undefined> {
  const { trainingId, verb } = button;
  switch (verb) {
    case "ai-stop":
      // Asked of the draft, so that the answer is the same when it ended by itself just now.
      await service.captionRuns.stop(ctx.person.actor, trainingId);
      return ctx.t("captioning-stopped");
    case "begin-new":
      await begin(ctx, service);
      return undefined;
    case "delete":
      await service.drafts.view(ctx.person.actor, trainingId);
      await showButtons(ctx, draftButtons(ctx, trainingId, true));
      return ctx.t("draft-delete-sure");
    case "delete-no":
      await showButtons(ctx, draftButtons(ctx, trainingId, false));
      return undefined;
    case "delete-yes":
      // What was confirmed since is no draft any more, and is not deleted by an old button.
      await service.drafts.view(ctx.person.actor, trainingId);
      await service.library.delete(ctx.person.actor, trainingId);
      await showButtons(ctx, []);
      await say(ctx, ctx.t("draft-deleted"));
      return undefined;
    default:
      await resume(ctx, service, trainingId);
      return undefined;
  }
}

/** What can be done with a draft that was left. */
export function draftButtons(ctx: BotContext, trainingId: string, asking: boolean): Button[][] {
  const button = (key: string, verb: string): Button => ({
    text: ctx.t(key),
    data: draftButton(trainingId, verb),
  });
  return asking
    ? [[button("delete-yes", "delete-yes"), button("delete-no", "delete-no")]]
    : [[button("train-go-on", "resume"), button("draft-delete", "delete")]];
}
