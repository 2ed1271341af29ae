import { isDomainError } from "../../../core/errors.js";
import { proposeTriggerWord } from "../../../core/training/naming.js";
import { draftButton } from "../callback-data.js";
import { say } from "../say.js";
import { tappedText } from "../tapped-text.js";
import { chooseBaseModel, offerBaseModels } from "./base-model.js";
import { insist } from "./insist.js";
import type { Step } from "./scene.js";

/** What shall it be called. */
export const nameStep: Step = {
  taps: ["name"],
  async prompt(scene, ctx) {
    await say(ctx, scene.t("name-prompt"));
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
      const free = { text: t("name-free", error.params), data: draftButton(draftId, "name") };
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
    const { person, draftId, deps, t } = scene;
    const word = await scene.once(async () => {
      const { training } = await deps.service.drafts.view(person.actor, draftId);
      return proposeTriggerWord(training.name ?? "");
    });
    const button = { text: t("trigger-use", { word }), data: draftButton(draftId, "trigger", word) };
    await say(ctx, t("trigger-prompt", { word }), [[button]]);
    return "stay";
  },
  async handle(scene, { ctx, text, tap }) {
    const word = tap?.verb === "trigger" ? tap.argument : text;
    if (word === undefined) return insist(scene, ctx, "trigger-wanted");
    const { person, draftId, deps } = scene;
    await scene.once(() => deps.service.drafts.setTriggerWord(person.actor, draftId, word));
    return "next";
  },
};

/** Which base model: one button for each that this installation can train. */
export const baseModelStep: Step = {
  taps: ["recipe", "base-model"],
  async prompt(scene, ctx) {
    await offerBaseModels(scene, ctx);
    return "stay";
  },
  async handle(scene, { ctx, tap }) {
    if (tap?.verb === "base-model") return "next";
    if (tap?.verb !== "recipe") return insist(scene, ctx, "base-model-wanted");
    await chooseBaseModel(scene, tap.argument);
    return "next";
  },
};
