import type { Message } from "grammy/types";
import { isDomainError } from "../../../core/errors.js";
import type { IncomingPicture } from "../files.js";
import type { Fault } from "../incoming-media.js";
import type { Scene } from "./scene.js";

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
