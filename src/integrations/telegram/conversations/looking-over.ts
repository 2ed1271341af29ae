import type { Context } from "grammy";
import { isRepeat } from "../repeats.js";
import { parseRemoval } from "../remove-words.js";
import { replace, say } from "../say.js";
import { numbersText } from "../verdict-text.js";
import type { Outcome, Scene, StepUpdate } from "./scene.js";

/** Verbs of the buttons by which a person looks over what was collected. */
export const LOOKING_OVER_TAPS = ["keep", "drop", "sheet"] as const;

/** Deals with what is about the photos that are there already; undefined for anything else. */
export async function lookOver(scene: Scene, { ctx, text, tap }: StepUpdate): Promise<Outcome | undefined> {
  const { deps, person, draftId } = scene;
  const number = Number(tap?.argument);
  switch (tap?.verb) {
    case "keep":
    case "drop":
      await decide(scene, ctx, tap.verb, number);
      return "stay";
    case "sheet":
      await scene.once((outer) => deps.sheets.send(outer.api, person, draftId, number));
      return "stay";
    default:
      return text === undefined ? undefined : remove(scene, ctx, text);
  }
}

/** The first tap counts and takes both buttons away; a second one finds what it wanted done. */
async function decide(scene: Scene, ctx: Context, verb: "keep" | "drop", number: number): Promise<void> {
  const { deps, person, draftId, t } = scene;
  const { message } = ctx.callbackQuery ?? {};
  await scene.once(async (outer) => {
    const { review, datasets } = deps.service;
    const kept = verb === "keep" && (await review.keep(person.actor, draftId, number));
    if (verb === "drop") await datasets.removeImage(person.actor, draftId, number);
    if (message !== undefined) {
      const html = t(kept ? "verdict-kept" : "verdict-dropped", { number });
      await replace(outer.api, message.chat.id, message.message_id, html);
    }
    await deps.collecting.changed(outer.api, person, draftId);
  });
}

async function remove(scene: Scene, ctx: Context, text: string): Promise<Outcome | undefined> {
  const { deps, person, draftId, t } = scene;
  const ranges = parseRemoval(text);
  if (ranges === undefined) return undefined;
  if (ranges === "unclear") {
    await say(ctx, t("remove-how"));
    return "stay";
  }
  const removed = await scene.once(async (outer) => {
    const again = isRepeat(outer.update);
    const numbers = await deps.service.review.remove(person.actor, draftId, ranges, again);
    await deps.collecting.changed(outer.api, person, draftId);
    return numbersText(numbers);
  });
  await say(ctx, t("photos-removed", { numbers: removed }));
  return "stay";
}
