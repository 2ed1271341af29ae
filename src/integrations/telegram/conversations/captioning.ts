import type { Api, Context } from "grammy";
import { draftButton } from "../callback-data.js";
import { CaptionReview } from "../caption-review.js";
import { pictureIn } from "../files.js";
import { plain, say, type Button } from "../say.js";
import { insist } from "./insist.js";
import { collectMore, offerMorePhotos } from "./more-photos.js";
import type { Outcome, Scene, Step } from "./scene.js";

/** First how: described, or the trigger word alone. Then the review: photo by photo, each with its caption. */
export const captioningStep: Step = {
  taps: ["describe", "trigger-only", "page", "edit", "redo", "captions-done", "more-photos"],
  async prompt(scene, ctx) {
    const missing = await scene.once(async () => {
      const { images } = await scene.deps.service.drafts.view(scene.person.actor, scene.draftId);
      return images.filter((image) => image.caption === undefined).length;
    });
    if (missing === 0) await review(scene, (pages) => pages.open());
    else await say(ctx, scene.t("caption-prompt", { count: missing }), choices(scene));
    return "stay";
  },
  async handle(scene, { ctx, text, tap }) {
    if (text !== undefined) return typed(scene, ctx, text);
    switch (tap?.verb) {
      case "describe":
        return describe(scene, ctx);
      case "trigger-only":
        return fill(scene);
      case "page":
        return show(scene, (pages) => pages.turn(Number(tap.argument)));
      case "edit":
        return edit(scene, ctx, Number(tap.argument));
      case "redo":
        return show(scene, (pages) => pages.redo(Number(tap.argument)));
      case "captions-done":
        return finish(scene);
      case "more-photos":
        return collectMore(scene);
      default:
        return ctx.message !== undefined && pictureIn(ctx.message) !== undefined
          ? offerMorePhotos(scene, ctx, ctx.message)
          : insist(scene, ctx, "caption-wanted");
    }
  },
};

function choices(scene: Scene): Button[][] {
  const { t, draftId, deps } = scene;
  const rows: Button[][] = [];
  if (deps.service.captions.describes) {
    rows.push([{ text: t("caption-describe"), data: draftButton(draftId, "describe") }]);
  }
  rows.push([{ text: t("caption-trigger-only"), data: draftButton(draftId, "trigger-only") }]);
  return rows;
}

async function describe(scene: Scene, ctx: Context): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  await say(ctx, t("caption-working"));
  const result = await scene.once((outer) =>
    deps.service.captions.generate(person.actor, draftId, {
      // As long as the person would wait; what was captioned by then is kept.
      signal: AbortSignal.timeout(300_000),
      onProgress: () => void outer.replyWithChatAction("typing").catch(() => undefined),
    }),
  );
  if (result.failed === 0) return "next";
  const reason = plain(t(`error-${result.reason ?? "captioner-failed"}`));
  await say(ctx, t("caption-some-failed", { failed: result.failed, reason }), choices(scene));
  return "stay";
}

/** Every photo that has none gets the trigger word; captions that are there stay. */
async function fill(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(() => deps.service.captions.fillWithTrigger(person.actor, draftId));
  return "next";
}

/** A text during the review is the caption of the photo that is shown. */
async function typed(scene: Scene, ctx: Context, text: string): Promise<Outcome> {
  const written = await scene.once((outer) => pagesOf(scene, outer.api).write(text));
  if (!written) await say(ctx, scene.t("caption-wanted"));
  return "stay";
}

async function edit(scene: Scene, ctx: Context, position: number): Promise<Outcome> {
  const number = await scene.once(async (outer) => {
    const pages = pagesOf(scene, outer.api);
    await pages.turn(position);
    return pages.numberOf(position);
  });
  await say(ctx, scene.t("caption-edit-prompt", { number }));
  return "stay";
}

async function finish(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(async (outer) => {
    await deps.service.captions.finish(person.actor, draftId);
    await pagesOf(scene, outer.api).close();
  });
  return "next";
}

async function show(scene: Scene, act: (pages: CaptionReview) => Promise<void>): Promise<Outcome> {
  await review(scene, act);
  return "stay";
}

async function review(scene: Scene, act: (pages: CaptionReview) => Promise<void>): Promise<void> {
  await scene.once((outer) => act(pagesOf(scene, outer.api)));
}

function pagesOf(scene: Scene, api: Api): CaptionReview {
  const { deps, person, draftId, t } = scene;
  return new CaptionReview({ ...deps, api, t }, person, draftId);
}
