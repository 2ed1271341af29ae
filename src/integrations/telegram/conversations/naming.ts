import type { Context } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import { isCommonWord } from "../../../core/training/common-word.js";
import { proposeTriggerWord } from "../../../core/training/naming.js";
import { draftButton } from "../callback-data.js";
import { say, type Button } from "../say.js";
import { tappedText } from "../tapped-text.js";
import { escapeHtml } from "../texts.js";
import { baseModelNamed, chooseBaseModel, offerBaseModels } from "./base-model.js";
import { withGroupHint } from "../group-hint.js";
import { insist } from "./insist.js";
import type { Outcome, Scene, Step } from "./scene.js";

/** What shall it be called. */
export const nameStep: Step = {
  taps: ["name"],
  async prompt(scene, ctx) {
    await say(ctx, withGroupHint(scene.t("name-prompt"), scene.person, scene.t));
    return "stay";
  },
  async handle(scene, { ctx, text, tap }) {
    const name = tap === undefined ? text : tappedText(ctx);
    if (name === undefined) return insist(scene, ctx, "name-wanted");
    const { person, draftId, deps, t } = scene;
    try {
      await scene.once(() => deps.service.drafts.setName(person.actor, draftId, name));
    } catch (error) {
      if (!isDomainError(error, "name-taken")) throw error;
      const free = { text: escapeHtml(String(error.params["free"])), data: draftButton(draftId, "name") };
      await say(ctx, t("error-name-taken", error.params), [[free]]);
      return "stay";
    }
    return "next";
  },
};

/** The word that will call it up in a prompt. */
export const triggerStep: Step = {
  taps: ["trigger"],
  async prompt(scene, ctx) {
    const word = await proposal(scene);
    const html = withGroupHint(scene.t("trigger-prompt", { word }), scene.person, scene.t);
    await say(ctx, html, [[useButton(scene, "trigger-use", word)]]);
    return "stay";
  },
  async handle(scene, { ctx, text, tap }) {
    const word = tap?.verb === "trigger" ? tap.argument : text;
    if (word === undefined) return insist(scene, ctx, "trigger-wanted");
    if (tap === undefined && isEveryday(word)) return warn(scene, ctx, word.trim());
    const { person, draftId, deps } = scene;
    await scene.once(() => deps.service.drafts.setTriggerWord(person.actor, draftId, word));
    return "next";
  },
};

/** What fits the data of a button, which says the word; no word of everyday English is longer. */
const FITS_A_BUTTON = /^[\w-]{1,20}$/;

function isEveryday(word: string): boolean {
  return FITS_A_BUTTON.test(word.trim()) && isCommonWord(word.trim());
}

/** No refusal: whoever knows what they do takes the word all the same. */
async function warn(scene: Scene, ctx: Context, word: string): Promise<Outcome> {
  const anyway = useButton(scene, "trigger-anyway", word);
  const rare = useButton(scene, "trigger-use", await proposal(scene));
  await say(ctx, scene.t("trigger-common", { word }), [[rare], [anyway]]);
  return "stay";
}

function useButton({ t, draftId }: Scene, key: "trigger-use" | "trigger-anyway", word: string): Button {
  return { text: t(key, { word }), data: draftButton(draftId, "trigger", word) };
}

async function proposal({ deps, person, draftId, once }: Scene): Promise<string> {
  return once(async () => {
    const { training } = await deps.service.drafts.view(person.actor, draftId);
    return proposeTriggerWord(training.name ?? "");
  });
}

/** Which base model: one button for each that this installation can train. */
export const baseModelStep: Step = {
  taps: ["recipe", "base-model"],
  async prompt(scene, ctx) {
    await offerBaseModels(scene, ctx);
    return "stay";
  },
  async handle(scene, { ctx, tap, text }) {
    if (tap?.verb === "base-model") return "next";
    const recipeId = tap?.verb === "recipe" ? tap.argument : await baseModelNamed(scene, text);
    if (recipeId === undefined) return insist(scene, ctx, "base-model-wanted");
    await chooseBaseModel(scene, recipeId);
    return "next";
  },
};
