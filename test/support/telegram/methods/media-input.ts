import mime from "mime";
import sharp from "sharp";
import { ApiError, badRequest, notEmulated } from "../api-error.js";
import type { Media, MediaKind, StoredSize } from "../state/media.js";
import { PhotoRefused } from "../state/photos.js";
import type { Call, Upload } from "./call.js";

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;

/** What the call says about a video or voice note; Telegram's own reading of the file is not emulated. */
export interface MediaFacts {
  width?: number | undefined;
  height?: number | undefined;
  duration?: number | undefined;
  thumbnail?: string | undefined;
}

/**
 * Finds the media that a parameter stands for: an upload (`attach://name`) or a file id.
 * @throws ApiError 400 where there is no such file or it is of another kind
 */
export async function mediaFrom<Kind extends MediaKind>(
  call: Call,
  kind: Kind,
  input: string,
  facts: MediaFacts = {},
): Promise<Extract<Media, { kind: Kind }>> {
  const media = input.startsWith("attach://")
    ? await uploaded(call, kind, input, facts)
    : known(call, kind, input);
  return media as Extract<Media, { kind: Kind }>;
}

function known(call: Call, kind: MediaKind, input: string): Media {
  if (/^https?:/i.test(input)) throw notEmulated("sending a file by its URL");
  const { media } = call.world.files.find(input);
  if (media.kind !== kind) throw badRequest(`can't use file of type ${title(media.kind)} as ${title(kind)}`);
  return media;
}

async function uploaded(call: Call, kind: MediaKind, input: string, facts: MediaFacts): Promise<Media> {
  const upload = findUpload(call, input);
  switch (kind) {
    case "photo":
      return photo(call, upload);
    case "document":
      return { kind, ...file(upload), thumbnail: await thumbnail(call, facts) };
    case "video":
    case "animation":
      return { kind, ...file(upload), ...shapeOf(kind, facts) };
    case "voice":
      return {
        kind,
        blob: upload.blob,
        mimeType: upload.mimeType,
        duration: facts.duration ?? missing("duration", kind),
      };
  }
}

function findUpload(call: Call, input: string): Upload {
  const upload = call.uploads.get(input.slice("attach://".length));
  if (!upload) throw badRequest(`file "${input}" is not in the request`);
  if (upload.blob.size === 0) throw badRequest("file must be non-empty");
  return upload;
}

async function photo(call: Call, { blob, fileName }: Upload): Promise<Media> {
  if (blob.size > MAX_PHOTO_BYTES) {
    const limit = `the maximum size is ${MAX_PHOTO_BYTES} bytes`;
    throw badRequest(`file of size ${blob.size} bytes is too big for a photo; ${limit}`);
  }
  try {
    await call.world.photos.checkDimensions(blob);
    return { ...(await call.world.photos.encode(blob)), name: fileName };
  } catch (error) {
    throw error instanceof PhotoRefused ? badRequest(error.message) : error;
  }
}

function file({
  blob,
  fileName,
  mimeType,
}: Upload): Pick<Extract<Media, { kind: "document" }>, "blob" | "fileName" | "mimeType"> {
  return { blob, fileName, mimeType: mime.getType(fileName) ?? mimeType };
}

function shapeOf(kind: MediaKind, facts: MediaFacts): { width: number; height: number; duration: number } {
  return {
    width: facts.width ?? missing("width", kind),
    height: facts.height ?? missing("height", kind),
    duration: facts.duration ?? missing("duration", kind),
  };
}

function missing(name: string, kind: MediaKind): never {
  throw notEmulated(`reading the ${name} of a ${kind} from its file; give the parameter`);
}

async function thumbnail(call: Call, facts: MediaFacts): Promise<StoredSize | undefined> {
  if (facts.thumbnail === undefined) return undefined;
  const { blob } = findUpload(call, facts.thumbnail);
  try {
    const { width, height } = await sharp(blob.path).metadata();
    return { blob, width, height };
  } catch {
    throw new ApiError(400, "Bad Request: PHOTO_THUMB_INVALID");
  }
}

function title(kind: MediaKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}
