import { InputFile } from "grammy";
import { DomainError } from "../../core/errors.js";
import { versionsOf } from "../../core/models/versions.js";
import type { TrainedModel, Training } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { trainingButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import type { ModelFiles } from "./model-files.js";
import { patiently } from "./patiently.js";
import { isRepeat } from "./repeats.js";
import { keyboardOf, replaceCaption, replace, say, type Button } from "./say.js";
import { sendModel } from "./share-offer.js";
import type { Translate } from "./texts.js";

/** The button that leads to the other steps of a model; none where one step alone was kept. */
export function stepsButtons(model: TrainedModel, t: Translate): Button[][] {
  if (versionsOf(model).length < 2) return [];
  return [[{ text: t("model-steps"), data: trainingButton(model.trainingId, "steps") }]];
}

/**
 * Sends a picture with the samples of each step that there is a file of, and a button for each.
 *
 * @throws DomainError `not-found`, `not-yours`, `storage-failed`
 */
export async function showSteps(
  ctx: BotContext,
  service: TrainingService,
  trainingId: string,
): Promise<void> {
  const { model } = await modelOf(ctx, service, trainingId);
  const steps = versionsOf(model).map(({ step }) => step);
  const picture = await service.pictures.ofSteps(ctx.person.actor, trainingId, steps);
  const { html, rows } = pageOf(model, ctx.t);
  if (picture === undefined) {
    await say(ctx, html, rows);
    return;
  }
  const form = { caption: html, parse_mode: "HTML", reply_markup: keyboardOf(rows) } as const;
  await patiently(() => ctx.replyWithPhoto(new InputFile(picture, "steps.jpg"), form));
}

/**
 * Makes another step's files the model's, marks it on the page that was tapped, and sends the model with its new link.
 *
 * @returns what to answer the tap with
 * @throws DomainError `not-found`, `not-yours`
 */
export async function useStep(
  ctx: BotContext,
  service: TrainingService,
  files: ModelFiles,
  { trainingId, argument }: { readonly trainingId: string; readonly argument: string },
): Promise<string> {
  const step = Number(argument);
  const { training, model } = await modelOf(ctx, service, trainingId);
  const chosen = await service.models.choose(ctx.person.actor, model.id, step);
  await mark(ctx, chosen);
  // A second tap sends nothing more; a process that died may have chosen and said nothing.
  if (model.steps !== step || isRepeat(ctx.update)) {
    await sendModel(ctx, service, chosen);
    files.send(training, chosen);
  }
  return ctx.t("steps-used", { step });
}

async function modelOf(
  ctx: BotContext,
  service: TrainingService,
  trainingId: string,
): Promise<{ training: Training; model: TrainedModel }> {
  const { training, model } = await service.library.detail(ctx.person.actor, trainingId);
  if (model === undefined) throw new DomainError("not-found");
  return { training, model };
}

function pageOf(model: TrainedModel, t: Translate): { html: string; rows: Button[][] } {
  const lines = [
    t("steps-title", { name: model.name }),
    t("steps-chosen", { step: model.steps }),
    "",
    t("steps-hint"),
  ];
  const rows = versionsOf(model).map(({ step }): Button[] => {
    const key = step === model.steps ? "steps-in-use" : "steps-use";
    return [{ text: t(key, { step }), data: trainingButton(model.trainingId, "use", step) }];
  });
  return { html: lines.join("\n"), rows };
}

async function mark(ctx: BotContext, model: TrainedModel): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return;
  const { html, rows } = pageOf(model, ctx.t);
  const edit = "photo" in message ? replaceCaption : replace;
  await edit(ctx.api, message.chat.id, message.message_id, html, rows);
}
