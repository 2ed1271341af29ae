import type { Context } from "grammy";
import { DomainError, isDomainError, type ErrorCode, type ErrorParams } from "../../../core/errors.js";
import type { DraftStep } from "../../../core/training/steps.js";
import { answerTap } from "../answer-tap.js";
import { asTelegramAway, isUnreachable, TelegramAway } from "../api-errors.js";
import { parseButton } from "../callback-data.js";
import type { BotContext, Person } from "../context.js";
import { plain, say } from "../say.js";
import { captioningStep } from "./captioning.js";
import { collectingStep } from "./collecting.js";
import { confirmingStep } from "./confirming.js";
import { baseModelStep, nameStep, triggerStep } from "./naming.js";
import { reconsider, subjectStep } from "./subject.js";
import type {
  ConversationDependencies,
  Outcome,
  Scene,
  Step,
  Steps,
  StepUpdate,
  TrainingConversation,
} from "./scene.js";

export const TRAINING_CONVERSATION = "training";

const STEPS: Steps = {
  subject: subjectStep,
  naming: nameStep,
  trigger: triggerStep,
  "base-model": baseModelStep,
  collecting: collectingStep,
  captioning: captioningStep,
  confirming: confirmingStep,
};

/** Buttons of a draft that its conversation takes; others (go on, begin anew, delete) are for the handlers behind. */
const TAPS = new Set(Object.values(STEPS).flatMap((step) => step.taps));

/**
 * The conversation about one draft. It is a view: where it stands follows from the draft, so that it can be
 * left, lost in a restart, or begun again anywhere. After each update it rewinds, so that what is stored of it
 * does not grow with the number of photos.
 */
export function trainingConversation(deps: ConversationDependencies) {
  return async (conversation: TrainingConversation, ctx: Context, draftId: string): Promise<void> => {
    const sceneOf = (person: Person): Scene => ({
      deps,
      draftId,
      person,
      t: deps.texts.in(person.locale),
      once: (task) => conversation.external({ task, ...REFUSALS }),
    });
    const start = conversation.checkpoint();
    const place = await conversation.external({ task: (outer) => locate(deps, outer, draftId), ...REFUSALS });
    if (place === undefined) return;
    const step = STEPS[place.step];
    const opening = sceneOf(place.person);
    const opened = await guarded(opening, ctx, () => step.prompt(opening, ctx));
    if (opened === "leave") return;
    if (opened === "next") await conversation.rewind(start);
    const loop = conversation.checkpoint();
    const next = await conversation.waitUntil((update) => concerns(update, draftId, step), { next: true });
    // Asked anew: the language may have been changed since the step began.
    const scene = sceneOf(await conversation.external((outer) => outer.person));
    const outcome = await guarded(scene, next, () => handle(scene, step, next));
    if (outcome === "stay") await conversation.rewind(loop);
    if (outcome === "next") await conversation.rewind(start);
  };
}

async function handle(scene: Scene, step: Step, ctx: Context): Promise<Outcome> {
  const update = readUpdate(ctx);
  const { tap } = update;
  const isOurs = tap === undefined || step.taps.includes(tap.verb);
  const isFirst = tap !== undefined && subjectStep.taps.includes(tap.verb);
  if (!isOurs && !isFirst) {
    await answerTap(ctx, plain(scene.t("button-earlier")));
    return "stay";
  }
  // The button's spinner ends before any work begins.
  if (tap !== undefined) await answerTap(ctx);
  return isOurs ? step.handle(scene, update) : reconsider(scene, ctx, tap.argument);
}

/** Errors become JSON within the conversation; what must be told apart afterwards keeps its kind. */
const REFUSALS = {
  beforeStoreError: (error: unknown): StoredError => {
    if (isDomainError(error)) return { code: error.code, params: error.params };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const away = asTelegramAway(error);
    return away === undefined
      ? { message }
      : { away: away.message, retryAfterSeconds: away.retryAfterSeconds };
  },
  afterLoadError: (stored: unknown): Error => {
    const { code, params, away, retryAfterSeconds, message } = stored as StoredError;
    if (code !== undefined) return new DomainError(code, params);
    return away === undefined ? new Error(message) : new TelegramAway(away, retryAfterSeconds);
  },
};

interface StoredError {
  readonly code?: ErrorCode;
  readonly params?: ErrorParams;
  readonly away?: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly message?: string;
}

interface Place {
  readonly step: DraftStep;
  readonly person: Person;
}

/** The step at which the draft stands; undefined when it is no draft (any more), which the person is told. */
async function locate(
  deps: ConversationDependencies,
  outer: BotContext,
  draftId: string,
): Promise<Place | undefined> {
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
function concerns(update: Context, draftId: string, step: Step): boolean {
  if (update.callbackQuery !== undefined) {
    const button = parseButton(update.callbackQuery.data);
    return button?.scope === "draft" && button.trainingId === draftId && TAPS.has(button.verb);
  }
  if (update.message === undefined) return false;
  const { text = "", entities: [first] = [] } = update.message;
  return first?.type !== "bot_command" || first.offset > 0 || step.commands?.test(text) === true;
}

function readUpdate(ctx: Context): StepUpdate {
  const button = parseButton(ctx.callbackQuery?.data);
  return {
    ctx,
    text: ctx.message?.text,
    tap: button === undefined ? undefined : { verb: button.verb, argument: button.argument },
  };
}

/**
 * Tells the person what went wrong and stays; what is no refusal of ours is logged and said in general words.
 *
 * @throws what ends an update without an answer: Telegram is away, or the person cannot be reached
 */
async function guarded(scene: Scene, ctx: Context, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    if (asTelegramAway(error) !== undefined || isUnreachable(error)) throw error;
    if (isDomainError(error)) {
      await say(ctx, scene.t(`error-${error.code}`, error.params));
      return isDomainError(error, "not-found", "not-yours", "not-a-draft") ? "leave" : "stay";
    }
    scene.deps.logger.error("a step of a conversation failed", { training: scene.draftId, error });
    await say(ctx, scene.t("error-internal"));
    return "stay";
  }
}
