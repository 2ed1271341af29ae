import type { DatasetImage } from "./model.js";

const EXTENSIONS = { "image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4" } as const;

/** The ending of an image's file, as the trainer and a person's own programs know it. */
export function extensionOf(contentType: DatasetImage["contentType"]): string {
  return EXTENSIONS[contentType];
}

/** The blob with the picture by which an image is shown and described: a clip's still. */
export function pictureKeyOf({ blobKey, clip }: DatasetImage): string {
  return clip?.stillKey ?? blobKey;
}

/** Every blob of an image. */
export function blobKeysOf({ blobKey, clip }: DatasetImage): readonly string[] {
  return clip === undefined ? [blobKey] : [blobKey, clip.stillKey];
}
