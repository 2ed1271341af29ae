import type { Message } from "grammy/types";
import { isClipName } from "../../core/training/clips.js";
import { incoming, pictureIn, type IncomingPicture } from "./files.js";

/** The short video in a message, not fetched yet: a video, a round one, an animation, or a file that is called one. */
export function clipIn(message: Message): IncomingPicture | undefined {
  const { video, animation, video_note: note, document } = message;
  const moving = video ?? animation ?? note;
  if (moving !== undefined) return incoming(moving);
  const { mime_type: type = "", file_name: name = "" } = document ?? {};
  return type.startsWith("video/") || isClipName(name) ? pictureIn(message) : undefined;
}

/** The picture or the short video in a message. */
export function mediaIn(message: Message): IncomingPicture | undefined {
  return clipIn(message) ?? pictureIn(message);
}
