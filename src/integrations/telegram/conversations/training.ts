import type { Context } from "grammy";
import { DomainError, isDomainError, type ErrorCode, type ErrorParams } from "../../../core/errors.js";
import type { DraftStep } from "../../../core/training/steps.js";
import { isStaleQuery } from "../api-errors.js";
import { parseButton } from "../callback-data.js";
import type { BotContext, Person } from "../context.js";
import { say } from "../say.js";
import { captioningStep } from "./captioning.js";
import { collectingStep } from "./collecting.js";
import { confirmingStep } from "./confirming.js";
import { baseModelStep, nameStep, triggerStep } from "./naming.js";
import type { ConversationDependencies, Outcome, Scene, Steps, StepUpdate, TrainingConversation } from "./scene.js";

export const TRAINING_CONVERSATION = "training";

const STEPS: Steps = {
  naming: nameStep,
  trigger: triggerStep,
  "base-model": baseModelStep,
  collecting: collectingStep,
  captioning: captioningStep,
  confirming: confirmingStep,
};

/**
 * The conversation about one draft. It is a view: where it stands follows from the draft, so that it can be
 * left, lost in a restart, or begun again anywhere. After each update it rewinds, so that what is stored of it
 * does not grow with the number of photos.
 */
export function trainingConversation(deps: ConversationDependencies) {
  return async (conversation: TrainingConversation, ctx: Context, draftId: string): Promise<void> => {
    const start = conversation.checkpoint();
    const place = await conversation.external((outer) => locate(deps, outer, draftId));
    if (place === undefined) return;
    const scene: Scene = {
      deps,
      draftId,
      person: place.person,
      t: deps.texts.in(place.person.locale),
      once: (task) => conversation.external({ task, ...REFUSALS }),
    };
    const step = STEPS[place.step];
    if ((await guarded(scene, ctx, async () => step.prompt(scene, ctx).then(() => "stay"))) === "leave") return;
    const loop = conversation.checkpoint();
    const next = await conversation.waitUntil((update) => concerns(update, draftId), { next: true });
    const update = readUpdate(next);
    if (update.tap !== undefined) await answerTap(next);
    const outcome = await guarded(scene, next, () => step.handle(scene, update));
    if (outcome === "stay") await conversation.rewind(loop);
    if (outcome === "next") await conversation.rewind(start);
  };
}

/** A refusal keeps its code and its values on the way through what is stored of the conversation. */
const REFUSALS = {
  beforeStoreError: (error: unknown): unknown =>
    isDomainError(error)
      ? { code: error.code, params: error.params }
      : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  afterLoadError: (stored: unknown): Error => {
    const { code, params, message } = stored as { code?: ErrorCode; params?: ErrorParams; message?: string };
    return code === undefined ? new Error(message) : new DomainError(code, params);
  },
};

interface Place {
  readonly step: DraftStep;
  readonly person: Person;
}

/** The step at which the draft stands; undefined when it is no draft (any more), which the person is told. */
async function locate(deps: ConversationDependencies, outer: BotContext, draftId: string): Promise<Place | undefined> {
  try {
    const { step } = await deps.service.drafts.view(outer.person.actor, draftId);
    return { step, person: outer.person };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    await say(outer, outer.t(`error-${error.code}`, error.params));
    return undefined;
  }
}

/** Commands, and taps on other messages' buttons, are for the handlers behind the conversation. */
function concerns(update: Context, draftId: string): boolean {
  if (update.callbackQuery !== undefined) {
    const button = parseButton(update.callbackQuery.data);
    return button?.scope === "draft" && button.trainingId === draftId;
  }
  if (update.message === undefined) return false;
  const first = update.message.entities?.[0];
  return !(first?.type === "bot_command" && first.offset === 0);
}

function readUpdate(ctx: Context): StepUpdate {
  const button = parseButton(ctx.callbackQuery?.data);
  return {
    ctx,
    text: ctx.message?.text,
    tap: button === undefined ? undefined : { verb: button.verb, argument: button.argument },
  };
}

/** Ends the button's spinner before any work begins. */
async function answerTap(ctx: Context): Promise<void> {
  try {
    await ctx.answerCallbackQuery();
  } catch (error) {
    if (!isStaleQuery(error)) throw error;
  }
}

/** Tells the person what went wrong and stays; what is no refusal of ours is logged and said in general words. */
async function guarded(scene: Scene, ctx: Context, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    if (isDomainError(error)) {
      await say(ctx, scene.t(`error-${error.code}`, error.params));
      return isDomainError(error, "not-found", "not-yours", "not-a-draft") ? "leave" : "stay";
    }
    scene.deps.logger.error("a step of a conversation failed", { training: scene.draftId, error });
    await say(ctx, scene.t("error-internal"));
    return "stay";
  }
}
