import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { draftButton } from "../callback-data.js";
import { say } from "../say.js";
import { pagesOf } from "./pages.js";
import type { Outcome, Scene } from "./scene.js";

/** A photo that comes when collecting is over is not taken silently, nor lost silently: the way back is offered. */
export async function offerMorePhotos(scene: Scene, ctx: Context, message: Message): Promise<Outcome> {
  const { deps, draftId, t } = scene;
  if (!(await scene.once(() => Promise.resolve(deps.albums.isFirst(message))))) return "stay";
  const button = { text: t("confirm-more-photos"), data: draftButton(draftId, "more-photos") };
  await say(ctx, t("photo-too-late"), [[button]], { replyTo: message.message_id });
  return "stay";
}

/** Back to collecting; captions that are there stay. */
export async function collectMore(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(async (outer) => {
    await deps.service.datasets.collectMore(person.actor, draftId);
    await pagesOf(scene, outer.api).close();
  });
  return "next";
}
