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
  await say(ctx, ctx.t("train-open-draft", { name: draft.name ?? ctx.t("unnamed"), count: images.length }), [
    [{ text: ctx.t("train-go-on"), data: draftButton(draft.id, "resume") }],
    [{ text: ctx.t("train-new"), data: draftButton(draft.id, "begin-new") }],
  ]);
}

/** Begins a new draft and its conversation, whatever conversation there was. */
export async function begin(ctx: BotContext, service: TrainingService): Promise<void> {
  const draft = await service.drafts.start(ctx.person.actor, ctx.person.channel);
  await resume(ctx, draft.id);
}

/** Takes up the conversation about a draft at the step where the draft is. */
export async function resume(ctx: BotContext, draftId: string): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(TRAINING_CONVERSATION, draftId);
}
