import { QUALITIES, SUBJECTS, type Options } from "../../../core/training/model.js";
import { PARAMETER_NAMES } from "../../../core/training/options.js";
import type { Context } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import { draftButton } from "../callback-data.js";
import { confirmationCard } from "../confirmation-card.js";
import { pictureIn } from "../files.js";
import { plain, replace, say, type Button } from "../say.js";
import { chooseBaseModel, offerBaseModels } from "./base-model.js";
import { insist } from "./insist.js";
import { collectMore, offerMorePhotos } from "./more-photos.js";
import type { Outcome, Scene, Step, StepUpdate } from "./scene.js";

/** Everything on one card; Start is the last tap. */
export const confirmingStep: Step = {
  taps: ["start", "subject", "quality", "more-photos", "captions", "base-model", "recipe"],
  async prompt(scene, ctx) {
    try {
      const { html, rows } = await scene.once(() => loadCard(scene));
      await say(ctx, html, rows);
      return "stay";
    } catch (error) {
      return putRight(scene, ctx, error);
    }
  },
  async handle(scene, update) {
    const { ctx, tap, text } = update;
    const { deps, person, draftId } = scene;
    if (text !== undefined) return typed(scene, update, text);
    switch (tap?.verb) {
      case "start":
        return start(scene);
      case "subject":
      case "quality": {
        const change = optionChange(tap.verb, tap.argument);
        if (change === undefined) return "stay";
        await scene.once(() => deps.service.drafts.setOptions(person.actor, draftId, change));
        await refresh(scene, update);
        return "stay";
      }
      case "more-photos":
        return collectMore(scene);
      case "base-model":
        await offerBaseModels(scene, ctx);
        return "stay";
      case "recipe":
        await chooseBaseModel(scene, tap.argument);
        return "next";
      case "captions":
        await scene.once(() => deps.service.captions.reopen(person.actor, draftId));
        return "next";
      default:
        return ctx.message !== undefined && pictureIn(ctx.message) !== undefined
          ? offerMorePhotos(scene, ctx, ctx.message)
          : insist(scene, ctx, "confirm-wanted", startButton(scene));
    }
  },
};

async function loadCard(scene: Scene): Promise<ReturnType<typeof confirmationCard>> {
  const { deps, person, draftId, t } = scene;
  const ready = await deps.service.confirmation.validate(person.actor, draftId);
  const quote = await deps.service.confirmation.quote(person.actor, draftId);
  return confirmationCard(ready, quote, t);
}

async function refresh(scene: Scene, update: StepUpdate): Promise<void> {
  const message = update.ctx.callbackQuery?.message;
  if (message === undefined) return;
  await scene.once(async (outer) => {
    const { html, rows } = await loadCard(scene);
    await replace(outer.api, message.chat.id, message.message_id, html, rows);
  });
}

async function start(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(async () => {
    const training = await deps.service.confirmation.confirm(person.actor, draftId);
    await deps.progress.open(training);
  });
  return "leave";
}

/** "steps 800", "rank 16": a number set by hand. */
async function typed(scene: Scene, { ctx }: StepUpdate, text: string): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  const [, word = "", number = ""] = /^\s*(\D*[^\d\s:=])\s*[:=]?\s*(\d[\d.,\s e-]*)$/iu.exec(text) ?? [];
  const name = PARAMETER_NAMES.find((candidate) =>
    [candidate, plain(t(`option-${candidate}`))].some(matches(word)),
  );
  if (name === undefined) return insist(scene, ctx, "confirm-wanted", startButton(scene));
  await scene.once(async () => {
    const { training } = await deps.service.drafts.view(person.actor, draftId);
    const overrides = { ...training.options.overrides, [name]: readNumber(number) };
    await deps.service.drafts.setOptions(person.actor, draftId, { overrides });
  });
  return "next";
}

/** "1500", "1,500", "1 500" and "0,0001" as people write them. */
function readNumber(text: string): number {
  const compact = text.trim();
  if (/^\d{1,3}([.,\s]\d{3})+$/.test(compact)) return Number(compact.replace(/[.,\s]/g, ""));
  return Number(compact.replace(",", "."));
}

function startButton({ t, draftId }: Scene): Button[][] {
  return [[{ text: t("confirm-start"), data: draftButton(draftId, "start") }]];
}

/**
 * What the card cannot be shown for: another base model may ask for more photos, and one that was chosen last
 * week may not be trained here today.
 */
async function putRight(scene: Scene, ctx: Context, error: unknown): Promise<"stay" | "next"> {
  if (isDomainError(error, "dataset-too-small", "dataset-full")) {
    await say(ctx, scene.t(`error-${error.code}`, error.params));
    await collectMore(scene);
    return "next";
  }
  if (!isDomainError(error, "recipe-unavailable")) throw error;
  await say(ctx, scene.t("error-recipe-unavailable"));
  await offerBaseModels(scene, ctx);
  return "stay";
}

function matches(word: string): (candidate: string) => boolean {
  const fold = (value: string): string => value.toLowerCase().replace(/[\s_-]/g, "");
  return (candidate) => fold(candidate) === fold(word);
}

function optionChange(verb: "subject" | "quality", value: string): Partial<Options> | undefined {
  const subject = SUBJECTS.find((candidate) => candidate === value);
  const quality = QUALITIES.find((candidate) => candidate === value);
  if (verb === "subject" && subject !== undefined) return { subject };
  // A preset chosen by its button means its numbers: those typed before would hide it.
  if (verb === "quality" && quality !== undefined) return { quality, overrides: {} };
  return undefined;
}
