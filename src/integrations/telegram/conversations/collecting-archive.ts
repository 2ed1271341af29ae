import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { isDomainError } from "../../../core/errors.js";
import type { IncomingPicture } from "../files.js";
import { say } from "../say.js";
import type { Fault, Outcome, Scene } from "./scene.js";

/** A zip may take minutes: it is read beside the conversation, which goes on at once. */
export function takeArchive(scene: Scene, message: Message, file: IncomingPicture): Promise<Fault | null> {
  const { deps, person, draftId } = scene;
  return scene.once(async (outer) => {
    try {
      await deps.archives.take(outer.api, person, draftId, { messageId: message.message_id, file });
      return null;
    } catch (error) {
      if (isDomainError(error)) return { code: error.code, params: error.params };
      throw error;
    }
  });
}

/** Whether a zip is being read for this draft. */
export function isReading({ deps, draftId, once }: Scene): Promise<boolean> {
  return once(() => Promise.resolve(deps.archives.isReading(draftId)));
}

/** Done before a zip is through would leave photos behind that come a moment later. */
export async function mustWait({ t }: Scene, ctx: Context): Promise<Outcome> {
  await say(ctx, t("collect-archive-busy"));
  return "stay";
}

/** "undo": as a reply to a photo or a zip, or for the last photo. */
export async function takeBack(scene: Scene, ctx: Context, message: Message): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  const answer = await scene.once((outer) => deps.undo.undo(outer.api, person, draftId, message));
  await say(ctx, answer, [], { replyTo: message.message_id });
  return "stay";
}
