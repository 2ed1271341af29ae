import type { Context } from "grammy";
import { mediaIn } from "../incoming-clip.js";
import { say, type Button } from "../say.js";
import type { Outcome, Scene } from "./scene.js";

/** Says what is wanted instead of what came: once for an album, and that a photo was not taken. */
export async function insist(
  scene: Scene,
  ctx: Context,
  key: string,
  rows: Button[][] = [],
): Promise<Outcome> {
  const { message } = ctx;
  if (message !== undefined) {
    if (!(await scene.once(() => Promise.resolve(scene.deps.albums.isFirst(message))))) return "stay";
  }
  const isEarly = message !== undefined && mediaIn(message) !== undefined;
  await say(ctx, isEarly ? `${scene.t("photo-too-early")} ${scene.t(key)}` : scene.t(key), rows);
  return "stay";
}
