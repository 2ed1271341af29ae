import { ConfirmingScreens, type Screen } from "./confirming-screens.js";
import type { Outcome, Scene, StepUpdate } from "./scene.js";

/** Verbs of the buttons about what the trainer draws on its way. */
export const PROMPT_TAPS: readonly string[] = [
  "prompts",
  "propose",
  "prompt-take",
  "prompt-add",
  "prompt-edit",
  "prompt-drop",
  "prompts-none",
];

/** Does what a button says, and shows what came of it. */
export async function tapPrompts(scene: Scene, { ctx, tap }: StepUpdate): Promise<Outcome> {
  const { verb = "", argument = "" } = tap ?? {};
  await scene.once(async (outer) => {
    const screen = await screenAfter(scene, verb, argument);
    await new ConfirmingScreens(scene, outer.api).show(screen, ctx.callbackQuery?.message?.message_id);
  });
  return "stay";
}

async function screenAfter(scene: Scene, verb: string, argument: string): Promise<Screen> {
  const { deps, person, draftId } = scene;
  const { samplePrompts, drafts } = deps.service;
  const round = /^\d{1,4}$/.test(argument) ? Number(argument) : 0;
  switch (verb) {
    case "propose":
      return { name: "proposal", round };
    case "prompt-add":
      return { name: "add-prompt" };
    case "prompt-edit":
      return { name: "edit-prompt", promptId: argument };
    case "prompt-take":
      await samplePrompts.take(person.actor, draftId, round);
      return { name: "prompts" };
    case "prompt-drop":
      await samplePrompts.remove(person.actor, draftId, argument);
      return { name: "prompts" };
    case "prompts-none":
      await samplePrompts.clear(person.actor, draftId);
      return { name: "prompts" };
    default: {
      // Who has chosen none yet is shown what there could be.
      const { training } = await drafts.view(person.actor, draftId);
      const chosen = training.options.samplePrompts !== undefined;
      return chosen ? { name: "prompts" } : { name: "proposal", round: 0 };
    }
  }
}

/** Takes a text for the prompt that was asked for. False when none was. */
export async function answerPrompt(scene: Scene, text: string): Promise<boolean> {
  const { deps, person, draftId } = scene;
  const { samplePrompts } = deps.service;
  return scene.once(async (outer) => {
    const screens = new ConfirmingScreens(scene, outer.api);
    const { screen, answered } = (await screens.shown()) ?? {};
    const update = outer.update.update_id;
    if (answered !== update) {
      if (screen?.name === "add-prompt") await samplePrompts.add(person.actor, draftId, text);
      else if (screen?.name === "edit-prompt") {
        await samplePrompts.edit(person.actor, draftId, screen.promptId, text);
      } else return false;
    }
    await screens.open({ name: "prompts" }, update);
    return true;
  });
}
