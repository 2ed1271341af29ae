import type { Context } from "grammy";
import { subjectsOf } from "../../../core/recipes/suitability.js";
import type { Subject } from "../../../core/training/model.js";
import { draftButton } from "../callback-data.js";
import { isRepeat } from "../repeats.js";
import { inRows, plain, say, type Button } from "../say.js";
import { insist } from "./insist.js";
import type { Outcome, Scene, Step } from "./scene.js";

const BUTTONS_IN_A_ROW = 2;

/** The first question: what is to be trained. */
export const subjectStep: Step = {
  taps: ["what"],
  async prompt(scene, ctx) {
    await ask(scene, ctx);
    return "stay";
  },
  async handle(scene, { ctx, tap, text }) {
    const subject = tap?.argument ?? (await subjectNamed(scene, text));
    if (subject === undefined || subject === "") return insist(scene, ctx, "what-wanted");
    await choose(scene, subject);
    return "next";
  },
};

/**
 * Takes a tap on the first question, or on a button that asks it again, at any later step: a person may change
 * their mind. The step begins anew with what was chosen; a double tap changes nothing.
 */
export async function reconsider(scene: Scene, ctx: Context, subject: string): Promise<Outcome> {
  if (subject === "") {
    await ask(scene, ctx);
    return "stay";
  }
  const { deps, person, draftId } = scene;
  const isDone = await scene.once(async (outer) => {
    const { training } = await deps.service.drafts.view(person.actor, draftId);
    return training.options.subject === subject && !isRepeat(outer.update);
  });
  if (isDone) return "stay";
  await choose(scene, subject);
  return "next";
}

async function choose({ deps, person, draftId, once }: Scene, subject: string): Promise<void> {
  await once(() => deps.service.drafts.setSubject(person.actor, draftId, subject));
}

async function ask(scene: Scene, ctx: Context): Promise<void> {
  const { t, draftId } = scene;
  const subjects = await subjectsHere(scene);
  const buttons = subjects.map((subject): Button => ({
    text: t(`subject-${subject}`),
    data: draftButton(draftId, "what", subject),
  }));
  const lines = subjects.map((subject) => `• ${t(`subject-${subject}`)} — ${t(`subject-${subject}-about`)}`);
  await say(ctx, [t("what-prompt"), "", ...lines].join("\n"), inRows(buttons, BUTTONS_IN_A_ROW));
}

/** Not everybody taps: the word on a button does as well. */
async function subjectNamed(scene: Scene, text = ""): Promise<Subject | undefined> {
  const fold = (word: string): string => word.trim().toLocaleLowerCase();
  const typed = fold(text);
  return (await subjectsHere(scene)).find((subject) => fold(plain(scene.t(`subject-${subject}`))) === typed);
}

async function subjectsHere({ deps, once }: Scene): Promise<readonly Subject[]> {
  return once(async () => subjectsOf(await deps.service.drafts.recipes()));
}
