import type { Context } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import { QUALITIES, SUBJECTS, type Options } from "../../../core/training/model.js";
import { draftButton } from "../callback-data.js";
import { mediaIn } from "../incoming-clip.js";
import { say, type Button } from "../say.js";
import { chooseBaseModel, offerBaseModels } from "./base-model.js";
import { ConfirmingScreens, type Screen } from "./confirming-screens.js";
import { insist } from "./insist.js";
import { collectMore, offerMorePhotos } from "./more-photos.js";
import { answerPrompt, PROMPT_TAPS, tapPrompts } from "./sample-prompts.js";
import type { Outcome, Scene, Step, StepUpdate } from "./scene.js";
import { tapTuning, TUNING_TAPS, typeMasks, typeNumber } from "./tuning.js";

const TAPS = [
  "start",
  "subject",
  "quality",
  "card",
  "card-back",
  "more-photos",
  "captions",
  "base-model",
  "recipe",
];

/** Everything on one card; Start is the last tap. */
export const confirmingStep: Step = {
  taps: [...TAPS, ...TUNING_TAPS, ...PROMPT_TAPS],
  async prompt(scene, ctx) {
    try {
      await scene.once((outer) => new ConfirmingScreens(scene, outer.api).open({ name: "card" }));
      return "stay";
    } catch (error) {
      return putRight(scene, ctx, error);
    }
  },
  async handle(scene, update) {
    const { ctx, tap, text } = update;
    if (text !== undefined) return typed(scene, ctx, text);
    if (tap !== undefined && TUNING_TAPS.includes(tap.verb)) return tapTuning(scene, update);
    if (tap !== undefined && PROMPT_TAPS.includes(tap.verb)) return tapPrompts(scene, update);
    switch (tap?.verb) {
      case "start":
        return start(scene, ctx, tap.argument);
      case "subject":
      case "quality":
        return choose(scene, update, optionChange(tap.verb, tap.argument));
      case "card":
        return "next";
      case "card-back":
        await show(scene, update, { name: "card" });
        return "stay";
      case "more-photos":
        await close(scene);
        return collectMore(scene);
      case "base-model":
        await offerBaseModels(scene, ctx);
        return "stay";
      case "recipe":
        await chooseBaseModel(scene, tap.argument);
        return "next";
      case "captions":
        return backToCaptions(scene);
      default:
        return ctx.message !== undefined && mediaIn(ctx.message) !== undefined
          ? offerMorePhotos(scene, ctx, ctx.message)
          : insist(scene, ctx, "confirm-wanted", cardButton(scene));
    }
  },
};

async function show(scene: Scene, { ctx }: StepUpdate, screen: Screen): Promise<void> {
  const tapped = ctx.callbackQuery?.message?.message_id;
  await scene.once((outer) => new ConfirmingScreens(scene, outer.api).show(screen, tapped));
}

async function close(scene: Scene): Promise<void> {
  await scene.once((outer) => new ConfirmingScreens(scene, outer.api).close());
}

async function choose(
  scene: Scene,
  update: StepUpdate,
  change: Partial<Options> | undefined,
): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  if (change === undefined) return "stay";
  await scene.once(() => deps.service.drafts.setOptions(person.actor, draftId, change));
  await show(scene, update, { name: "card" });
  return "stay";
}

async function backToCaptions(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(() => deps.service.captions.reopen(person.actor, draftId));
  await close(scene);
  return "next";
}

/** @param terms the id of those that the tapped card shows; an older card had none */
async function start(scene: Scene, ctx: Context, terms: string): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  try {
    await scene.once(async (outer) => {
      const accepted = terms === "" ? undefined : terms;
      const training = await deps.service.confirmation.confirm(person.actor, draftId, accepted);
      await deps.progress.open(training);
      await new ConfirmingScreens(scene, outer.api).close();
    });
    return "leave";
  } catch (error) {
    if (!isDomainError(error, "consent-missing", "consent-outdated")) throw error;
    await say(ctx, t(`error-${error.code}`));
    return "next";
  }
}

/** What was asked for, or a number set by hand. */
async function typed(scene: Scene, ctx: Context, text: string): Promise<Outcome> {
  if (await answerPrompt(scene, text)) return "stay";
  const set = (await typeNumber(scene, text)) ?? (await typeMasks(scene, text));
  return set ?? insist(scene, ctx, "confirm-wanted", cardButton(scene));
}

/** The card may stand far above by now, or be deleted. */
function cardButton({ t, draftId }: Scene): Button[][] {
  return [[{ text: t("confirm-show"), data: draftButton(draftId, "card") }]];
}

/**
 * What the card cannot be shown for: another base model may ask for more photos, and one that was chosen last
 * week may not be trained here today.
 */
async function putRight(scene: Scene, ctx: Context, error: unknown): Promise<"stay" | "next"> {
  if (isDomainError(error, "dataset-too-small", "dataset-full")) {
    await say(ctx, scene.t(`error-${error.code}`, error.params));
    await close(scene);
    await collectMore(scene);
    return "next";
  }
  if (!isDomainError(error, "recipe-unavailable")) throw error;
  await say(ctx, scene.t("error-recipe-unavailable"));
  await offerBaseModels(scene, ctx);
  return "stay";
}

function optionChange(verb: "subject" | "quality", value: string): Partial<Options> | undefined {
  const subject = SUBJECTS.find((candidate) => candidate === value);
  const quality = QUALITIES.find((candidate) => candidate === value);
  if (verb === "subject" && subject !== undefined) return { subject };
  // A preset chosen by its button means its numbers: those typed before would hide it.
  if (verb === "quality" && quality !== undefined) return { quality, overrides: {} };
  return undefined;
}
