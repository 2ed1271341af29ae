import type { Context } from "grammy";
import { CAPTION_STYLES } from "../../../core/ports/captioner.js";
import { captionStyles } from "../../../core/training/caption-style.js";
import { captionChoices } from "../caption-choices.js";
import { withGroupHint } from "../group-hint.js";
import { mediaIn } from "../incoming-clip.js";
import { say } from "../say.js";
import { insist } from "./insist.js";
import { collectMore, offerMorePhotos } from "./more-photos.js";
import { pagesOf } from "./pages.js";
import type { Outcome, Scene, Step } from "./scene.js";
import { decideVoice, hear, VOICE_TAPS } from "./voice.js";
import { answerWords, dropQuestion, tapWords, WORDS_TAPS } from "./words.js";

const TAPS = ["describe", "ai-stop", "trigger-only", "page", "edit", "redo", "captions-done", "more-photos"];

/**
 * First how: described, or the trigger word alone. A describer works beside the conversation, which goes on
 * taking what comes. Then the review: photo by photo, each with its caption.
 */
export const captioningStep: Step = {
  taps: [...TAPS, ...VOICE_TAPS, ...WORDS_TAPS],
  async prompt(scene, ctx) {
    const { missing, runs, ...choice } = await scene.once(() => standing(scene));
    if (runs) await scene.once(() => scene.deps.captioning.open(scene.person, scene.draftId));
    else if (missing === 0) await scene.once((outer) => pagesOf(scene, outer.api).open());
    else {
      const rows = captionChoices(scene.draftId, { ...choice, t: scene.t });
      const html = `${scene.t("caption-prompt", { count: missing })}\n\n${scene.t("caption-prompt-then")}`;
      await say(ctx, html, rows);
    }
    return "stay";
  },
  async handle(scene, update) {
    const { ctx, text, tap } = update;
    if (text !== undefined) return typed(scene, ctx, text);
    if (tap !== undefined && WORDS_TAPS.includes(tap.verb)) return tapWords(scene, ctx, tap);
    if (tap !== undefined) await dropQuestion(scene);
    switch (tap?.verb) {
      case "describe":
        return describe(scene, tap.argument);
      case "ai-stop":
        await stopRuns(scene);
        return "next";
      case "trigger-only":
        return fill(scene);
      case "page":
        return show(scene, (pages) => pages.turn(Number(tap.argument)));
      case "edit":
        return edit(scene, ctx, Number(tap.argument));
      case "redo":
        return redo(scene, Number(tap.argument));
      case "captions-done":
        return finish(scene);
      case "more-photos":
        await stopRuns(scene);
        return collectMore(scene);
      case "voice-use":
      case "voice-again":
        return decideVoice(scene, ctx, tap);
      default:
        if (ctx.message?.voice !== undefined) return hear(scene, ctx, ctx.message);
        return ctx.message !== undefined && mediaIn(ctx.message) !== undefined
          ? offerMorePhotos(scene, ctx, ctx.message)
          : insist(scene, ctx, await wanted(scene));
    }
  },
};

async function standing({ deps, person, draftId }: Scene) {
  const { training, images } = await deps.service.drafts.view(person.actor, draftId);
  return {
    missing: images.filter(({ caption }) => caption === undefined).length,
    runs: deps.service.captionRuns.runs(draftId),
    styles: captionStyles(training),
    describes: deps.service.captions.describes,
  };
}

/** What to do instead of what came. */
async function wanted(scene: Scene): Promise<string> {
  return scene.once(async (outer) => {
    if (scene.deps.service.captionRuns.runs(scene.draftId)) return "captioning-busy";
    const shown = await pagesOf(scene, outer.api).shownPosition();
    return shown === undefined ? "caption-how-wanted" : "caption-wanted";
  });
}

/** Begins; the person waits for nothing. What is asked again goes on as it is. */
async function describe({ deps, person, draftId, once }: Scene, argument: string): Promise<Outcome> {
  const { service, captioning } = deps;
  const style = CAPTION_STYLES.find((candidate) => candidate === argument);
  await once(async () => {
    if (style !== undefined) await service.drafts.setOptions(person.actor, draftId, { captionStyle: style });
    if (await service.captionRuns.start(person.actor, draftId)) await captioning.open(person, draftId);
  });
  return "stay";
}

async function stopRuns({ deps, person, draftId, once }: Scene): Promise<void> {
  await once(() => deps.service.captionRuns.stop(person.actor, draftId));
}

/** Every photo that has none gets the trigger word; captions that are there stay. */
async function fill(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await stopRuns(scene);
  await scene.once(() => deps.service.captions.fillWithTrigger(person.actor, draftId));
  return "next";
}

/** A text during the review is what was asked for last, or else the caption of the photo that is shown. */
async function typed(scene: Scene, ctx: Context, text: string): Promise<Outcome> {
  if (await answerWords(scene, ctx, text)) return "stay";
  const written = await scene.once((outer) => pagesOf(scene, outer.api).write(text));
  if (!written) await say(ctx, scene.t(await wanted(scene)));
  return "stay";
}

async function edit(scene: Scene, ctx: Context, position: number): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  const { number, caption } = await scene.once(async (outer) => {
    const pages = pagesOf(scene, outer.api);
    if ((await pages.shownPosition()) !== position) await pages.turn(position);
    const { images } = await deps.service.drafts.view(person.actor, draftId);
    const image = images.find((each) => each.position === position);
    return { number: await pages.numberOf(position), caption: image?.caption?.text ?? "" };
  });
  const question = t(deps.service.voices.isOffered ? "caption-edit-prompt-voice" : "caption-edit-prompt", {
    number,
  });
  const html = caption === "" ? question : `${question}\n\n${t("caption-edit-now", { caption })}`;
  await say(ctx, withGroupHint(html, person, t));
  return "stay";
}

/** It takes a while: the chat shows that something is done, and goes on meanwhile. */
async function redo(scene: Scene, position: number): Promise<Outcome> {
  await scene.once(async (outer) => {
    await pagesOf(scene, outer.api).redo(position);
    await outer.replyWithChatAction("typing");
  });
  return "stay";
}

async function finish(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await stopRuns(scene);
  await scene.once(async (outer) => {
    await deps.service.captions.finish(person.actor, draftId);
    await pagesOf(scene, outer.api).close();
  });
  return "next";
}

async function show(
  scene: Scene,
  act: (pages: ReturnType<typeof pagesOf>) => Promise<void>,
): Promise<Outcome> {
  await scene.once((outer) => act(pagesOf(scene, outer.api)));
  return "stay";
}
