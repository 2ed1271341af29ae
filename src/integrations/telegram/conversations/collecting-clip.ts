import type { Message } from "grammy/types";
import type { IncomingPicture } from "../files.js";
import { isRepeat } from "../repeats.js";
import type { Scene } from "./scene.js";

/** A short video takes seconds to read, more where others wait: it is read beside the conversation, which goes on. */
export function takeClip(scene: Scene, received: Message, file: IncomingPicture): Promise<void> {
  const { deps, person, draftId } = scene;
  const { message_id, chat, media_group_id, caption } = received;
  const message = { message_id, chat: { id: chat.id }, media_group_id, caption };
  return scene.once((outer) =>
    deps.clips.take(outer.api, { person, draftId, message, file }, isRepeat(outer.update)),
  );
}
