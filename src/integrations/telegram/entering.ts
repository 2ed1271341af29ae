import type { TrainingService } from "../../core/training/service.js";
import { draftButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import { TRAINING_CONVERSATION } from "./conversations/training.js";
import { say } from "./say.js";

/** Begins a training; where one is open in this chat, asks first whether to go on with it. */
export async function train(ctx: BotContext, service: TrainingService): Promise<void> {
  const { actor, channel } = ctx.person;
  const [draft] = await service.drafts.open(actor, channel);
  if (draft === undefined) return begin(ctx, service);
  const { images } = await service.drafts.view(actor, draft.id);
  await say(ctx, ctx.t("train-open-draft", { name: nameOf(ctx, draft.name), count: images.length }), [
    [{ text: ctx.t("train-go-on"), data: draftButton(draft.id, "resume") }],
    [{ text: ctx.t("train-new"), data: draftButton(draft.id, "begin-new") }],
  ]);
}

/** Begins a new draft and its conversation, whatever conversation there was. */
export async function begin(ctx: BotContext, service: TrainingService): Promise<void> {
  const draft = await service.drafts.start(ctx.person.actor, ctx.person.channel);
  await enter(ctx, draft.id);
}

/**
 * Takes up the conversation about a draft at the step where the draft is.
 *
 * @throws DomainError `not-found`, `not-yours`, `not-a-draft`; the conversation that runs is left alone then
 */
export async function resume(ctx: BotContext, service: TrainingService, draftId: string): Promise<void> {
  const { training } = await service.drafts.view(ctx.person.actor, draftId);
  if (training.channel !== ctx.person.channel) {
    // Two conversations about one draft would step on each other's toes.
    await say(ctx, ctx.t("draft-elsewhere", { name: nameOf(ctx, training.name) }));
    return;
  }
  if (training.name !== undefined) await say(ctx, ctx.t("resumed", { name: training.name }));
  await enter(ctx, draftId);
}

/**
 * Begins a draft that goes on from a model, or takes up the one that is open.
 *
 * @throws DomainError as FurtherTraining.begin; the conversation that runs is left alone then
 */
export async function trainFurther(
  ctx: BotContext,
  service: TrainingService,
  modelId: string,
): Promise<void> {
  const { actor, channel } = ctx.person;
  const draft = await service.further.begin(actor, modelId, channel);
  await enter(ctx, draft.id);
}

/** As {@link trainFurther}, from a model that somebody shares. @throws DomainError as FurtherTraining.beginFromShared */
export async function trainFurtherFromShared(
  ctx: BotContext,
  service: TrainingService,
  token: string,
): Promise<void> {
  const { actor, channel } = ctx.person;
  const draft = await service.further.beginFromShared(actor, token, channel);
  await enter(ctx, draft.id);
}

/** Begins a draft with photos that somebody shares. @throws DomainError as DatasetSharing.accept */
export async function trainOnShared(ctx: BotContext, service: TrainingService, token: string): Promise<void> {
  const { actor, channel } = ctx.person;
  const draft = await service.datasetSharing.accept(actor, token, channel);
  await enter(ctx, draft.id);
}

/** A name as a text's value; what has none yet is called so. */
export function nameOf(ctx: BotContext, name: string | undefined): string {
  return name ?? ctx.t("unnamed");
}

async function enter(ctx: BotContext, draftId: string): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(TRAINING_CONVERSATION, draftId);
}
