import type { Message } from "grammy/types";
import { pictureIn, type IncomingPicture } from "./files.js";

const ZIP_TYPES = ["application/zip", "application/x-zip-compressed"];

/** The zip in a message, by its name or by what the sender's program calls it. */
export function archiveIn(message: Message): IncomingPicture | undefined {
  const { document } = message;
  if (document === undefined) return undefined;
  const { file_name: name = "", mime_type: type = "" } = document;
  return /\.zip$/i.test(name) || ZIP_TYPES.includes(type) ? pictureIn(message) : undefined;
}
