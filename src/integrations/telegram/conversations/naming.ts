import { proposeTriggerWord } from "../../../core/training/naming.js";
import { draftButton } from "../callback-data.js";
import { say } from "../say.js";
import type { Step } from "./scene.js";

/** What shall it be called. */
export const nameStep: Step = {
  async prompt(scene, ctx) {
    await say(ctx, scene.t("name-prompt"));
  },
  async handle(scene, { ctx, text }) {
    if (text === undefined) {
      await say(ctx, scene.t("name-wanted"));
      return "stay";
    }
    const { person, draftId, deps } = scene;
    await scene.once(() => deps.service.drafts.setName(person.actor, draftId, text));
    return "next";
  },
};

/** The word that will call it up in a prompt. */
export const triggerStep: Step = {
  async prompt(scene, ctx) {
    const { person, draftId, deps, t } = scene;
    const word = await scene.once(async () => {
      const { training } = await deps.service.drafts.view(person.actor, draftId);
      return proposeTriggerWord(training.name ?? "");
    });
    const button = { text: t("trigger-use", { word }), data: draftButton(draftId, "trigger", word) };
    await say(ctx, t("trigger-prompt", { word }), [[button]]);
  },
  async handle(scene, { ctx, text, tap }) {
    const word = tap?.verb === "trigger" ? tap.argument : text;
    if (word === undefined) {
      await say(ctx, scene.t("trigger-wanted"));
      return "stay";
    }
    const { person, draftId, deps } = scene;
    await scene.once(() => deps.service.drafts.setTriggerWord(person.actor, draftId, word));
    return "next";
  },
};

/** Which base model: one button for each that this installation can train. */
export const baseModelStep: Step = {
  async prompt(scene, ctx) {
    const { deps, draftId, t } = scene;
    const recipes = deps.service.drafts.recipes();
    const lines = recipes.map((recipe) => `• ${t(`recipe-${recipe.id}`)} — ${t(`recipe-${recipe.id}-about`)}`);
    const rows = recipes.map((recipe) => [
      { text: t(`recipe-${recipe.id}`), data: draftButton(draftId, "recipe", recipe.id) },
    ]);
    await say(ctx, [t("base-model-prompt"), "", ...lines].join("\n"), rows);
  },
  async handle(scene, { ctx, tap }) {
    if (tap?.verb !== "recipe") {
      await say(ctx, scene.t("base-model-wanted"));
      return "stay";
    }
    const { person, draftId, deps } = scene;
    await scene.once(() => deps.service.drafts.setRecipe(person.actor, draftId, tap.argument));
    return "next";
  },
};
