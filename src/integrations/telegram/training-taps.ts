import { DomainError } from "../../core/errors.js";
import type { Training } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { isTerminal } from "../../core/training/state.js";
import type { ButtonData } from "./callback-data.js";
import type { BotContext } from "./context.js";
import type { ModelFiles } from "./model-files.js";
import type { ProgressCards } from "./progress-card.js";
import { runningButtons, stopQuestion } from "./running-buttons.js";
import { showSamples } from "./samples-button.js";
import { showButtons } from "./show-buttons.js";
import { showSteps, useStep } from "./steps-page.js";

/** Does what a button under a training's card or last message is for. Gives the text to answer the tap with, if any. */
export async function actOnTraining(
  ctx: BotContext,
  service: TrainingService,
  cards: ProgressCards,
  files: ModelFiles,
  button: ButtonData,
): Promise<string | undefined> {
  const { trainingId, verb } = button;
  const { actor } = ctx.person;
  switch (verb) {
    case "stop":
      return askWhetherToStop(ctx, service, cards, trainingId);
    case "stop-yes":
      await service.library.cancel(actor, trainingId);
      return undefined;
    case "stop-later": {
      const training = await service.control.stopAtCheckpoint(actor, trainingId);
      await show(ctx, cards, training);
      return ctx.t("stop-later", { step: training.stopAt ?? 0 });
    }
    case "stop-no":
      return goOn(ctx, service, cards, trainingId);
    case "mute":
    case "unmute":
      await show(ctx, cards, await service.control.mute(actor, trainingId, verb === "mute"));
      return ctx.t(verb === "mute" ? "muted" : "unmuted");
    case "resume":
    case "again": {
      const from = verb === "again" ? "start" : "checkpoint";
      const training = await service.resumption.resume(actor, trainingId, from);
      await showButtons(ctx, []);
      await cards.reopen(training);
      return undefined;
    }
    case "samples":
      return showSamples(ctx, service, trainingId);
    case "steps":
      await showSteps(ctx, service, trainingId);
      return undefined;
    case "use":
      return useStep(ctx, service, files, button);
    default:
      return ctx.t("button-old");
  }
}

async function askWhetherToStop(
  ctx: BotContext,
  service: TrainingService,
  cards: ProgressCards,
  trainingId: string,
): Promise<string> {
  const { training } = await service.library.detail(ctx.person.actor, trainingId);
  if (isTerminal(training.status)) throw new DomainError("not-cancellable", { status: training.status });
  cards.ask(trainingId, true);
  await showButtons(ctx, runningButtons(training, true, ctx.t));
  return stopQuestion(training, ctx.t);
}

/** The answer "no": also to a stop that was asked for and has not come yet. */
async function goOn(
  ctx: BotContext,
  service: TrainingService,
  cards: ProgressCards,
  trainingId: string,
): Promise<string | undefined> {
  const { actor } = ctx.person;
  const { stopAt } = (await service.library.detail(actor, trainingId)).training;
  const training = await service.control.goOn(actor, trainingId);
  await show(ctx, cards, training);
  return stopAt === undefined ? undefined : ctx.t("stop-never");
}

/** The question is over: the card says how the training stands. An older message of it gets its buttons back. */
async function show(ctx: BotContext, cards: ProgressCards, training: Training): Promise<void> {
  cards.ask(training.id, false);
  const shown = await cards.refresh(training);
  if (shown === "gone") await showButtons(ctx, runningButtons(training, false, ctx.t));
}
