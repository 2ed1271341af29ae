import { Composer } from "grammy";
import { isDomainError, DomainError } from "../../core/errors.js";
import type { TrainingService } from "../../core/training/service.js";
import { isTerminal } from "../../core/training/state.js";
import { answerTap } from "./answer-tap.js";
import { draftButton, parseButton, type ButtonData } from "./callback-data.js";
import { begin, resume } from "./entering.js";
import type { BotContext } from "./context.js";
import type { ProgressCards } from "./progress-card.js";
import { plain, replaceButtons, say, type Button } from "./say.js";
import { showSamples } from "./samples-button.js";
import { stopButtons } from "./stop-buttons.js";

/**
 * Taps that no conversation took: buttons of trainings, and buttons of drafts whose conversation was left.
 * Every tap is answered.
 */
export function buttons(service: TrainingService, cards: ProgressCards): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on("callback_query", async (ctx) => {
    const button = parseButton(ctx.callbackQuery.data);
    try {
      const answer = await act(ctx, service, cards, button);
      await answerTap(ctx, answer === undefined ? undefined : plain(ctx.t(answer)));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await answerTap(ctx, plain(ctx.t(`error-${error.code}`, error.params)));
    }
  });
  return composer;
}

/** Gives the key of the text to answer the tap with, if any. */
async function act(
  ctx: BotContext,
  service: TrainingService,
  cards: ProgressCards,
  button: ButtonData | undefined,
): Promise<string | undefined> {
  if (button?.scope === "draft") return actOnDraft(ctx, service, button);
  if (button?.scope === "training") return actOnTraining(ctx, service, cards, button);
  return "button-old";
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
      return "captioning-stopped";
    case "begin-new":
      await begin(ctx, service);
      return undefined;
    case "delete":
      await service.drafts.view(ctx.person.actor, trainingId);
      await showButtons(ctx, draftButtons(ctx, trainingId, true));
      return "draft-delete-sure";
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

async function actOnTraining(
  ctx: BotContext,
  service: TrainingService,
  cards: ProgressCards,
  { trainingId, verb }: ButtonData,
): Promise<string | undefined> {
  const { actor } = ctx.person;
  switch (verb) {
    case "stop": {
      const { training } = await service.library.detail(actor, trainingId);
      if (isTerminal(training.status)) throw new DomainError("not-cancellable", { status: training.status });
      cards.ask(trainingId, true);
      await showButtons(ctx, stopButtons(training, true, ctx.t));
      return "stop-sure";
    }
    case "stop-yes":
      await service.library.cancel(actor, trainingId);
      return undefined;
    case "resume": {
      const training = await service.resumption.resume(actor, trainingId);
      await showButtons(ctx, []);
      await cards.reopen(training);
      return undefined;
    }
    case "stop-no": {
      const { training } = await service.library.detail(actor, trainingId);
      cards.ask(trainingId, false);
      await showButtons(ctx, stopButtons(training, false, ctx.t));
      return undefined;
    }
    case "samples":
      return showSamples(ctx, service, trainingId);
    default:
      return "button-old";
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

async function showButtons(ctx: BotContext, rows: Button[][]): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message !== undefined) await replaceButtons(ctx.api, message.chat.id, message.message_id, rows);
}
