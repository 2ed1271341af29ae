import type { Message } from "grammy/types";
import { pictureIn, type IncomingPicture } from "./files.js";

const VIDEO_NAME = /\.(mp4|m4v|mov|webm|mkv)$/i;

/** The short video in a message, not fetched yet: a video, a round one, an animation, or a file that is called one. */
export function clipIn(message: Message): IncomingPicture | undefined {
  const { video, animation, video_note: note, document } = message;
  const moving = video ?? animation ?? note;
  if (moving !== undefined) {
    const fileName = "file_name" in moving ? moving.file_name : undefined;
    return { fileId: moving.file_id, uniqueId: moving.file_unique_id, fileName, bytes: moving.file_size };
  }
  const { mime_type: type = "", file_name: name = "" } = document ?? {};
  return type.startsWith("video/") || VIDEO_NAME.test(name) ? pictureIn(message) : undefined;
}

/** The picture or the short video in a message. */
export function mediaIn(message: Message): IncomingPicture | undefined {
  return clipIn(message) ?? pictureIn(message);
}
