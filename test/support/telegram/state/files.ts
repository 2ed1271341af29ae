import { createHash, randomBytes } from "node:crypto";
import mime from "mime";
import { badRequest } from "../api-error.js";
import { defined } from "../defined.js";
import type { Message, PhotoSize } from "../wire.js";
import type { Blob } from "./blob-store.js";
import type { Media, StoredSize } from "./media.js";

/** One file id that was given out. */
export interface IssuedFile {
  fileId: string;
  uniqueId: string;
  blob: Blob;
  media: Media;
}

export type MediaFields = Pick<Message, "photo" | "document" | "video" | "animation" | "voice">;

/** Gives out file ids and knows what each one stands for. */
export class Files {
  readonly #issued = new Map<string, IssuedFile>();
  readonly #paths = new Map<string, IssuedFile>();

  /** @throws ApiError 400 for an id that was never given out */
  find(fileId: string): IssuedFile {
    const file = this.#issued.get(fileId);
    if (!file) throw badRequest("wrong file identifier/HTTP URL specified");
    return file;
  }

  /** The path under which a file is downloaded, such as photos/file_3.jpg. */
  pathOf(file: IssuedFile): string {
    for (const [path, known] of this.#paths) if (known.fileId === file.fileId) return path;
    const path = `${file.media.kind}s/file_${this.#paths.size}${extension(file)}`;
    this.#paths.set(path, file);
    return path;
  }

  atPath(path: string): IssuedFile | undefined {
    return this.#paths.get(path);
  }

  /** The message's fields for a media, with new file ids: Telegram gives another id at each sending. */
  fields(media: Media): MediaFields {
    switch (media.kind) {
      case "photo":
        return { photo: media.sizes.map((size) => this.#photoSize(size, media)) };
      case "document":
        return { document: this.#document(media) };
      case "video":
        return { video: { ...this.#ids(media.blob, media), ...shape(media) } };
      case "animation": {
        const animation = { ...this.#ids(media.blob, media), ...shape(media) };
        // Older bots look for an animation among the documents: the Bot API sets both.
        const { file_id, file_unique_id, file_size, file_name, mime_type } = animation;
        return { animation, document: defined({ file_id, file_unique_id, file_size, file_name, mime_type }) };
      }
      case "voice":
        return {
          voice: {
            ...this.#ids(media.blob, media),
            duration: media.duration,
            mime_type: media.mimeType ?? "audio/ogg",
          },
        };
    }
  }

  clear(): void {
    this.#issued.clear();
    this.#paths.clear();
  }

  #document(media: Extract<Media, { kind: "document" }>): NonNullable<Message["document"]> {
    const { fileName: file_name, mimeType: mime_type, thumbnail } = media;
    return {
      ...this.#ids(media.blob, media),
      ...defined({
        file_name,
        mime_type,
        thumbnail: thumbnail && this.#photoSize(thumbnail, { kind: "photo", sizes: [thumbnail] }),
      }),
    };
  }

  #photoSize(size: StoredSize, media: Media): PhotoSize {
    return { ...this.#ids(size.blob, media), width: size.width, height: size.height };
  }

  #ids(blob: Blob, media: Media): { file_id: string; file_unique_id: string; file_size: number } {
    const uniqueId = `AQAD${createHash("sha256").update(`${media.kind}:${blob.sha256}`).digest("base64url").slice(0, 12)}`;
    const fileId = `AgACAg${randomBytes(45).toString("base64url")}`;
    this.#issued.set(fileId, { fileId, uniqueId, blob, media });
    return { file_id: fileId, file_unique_id: uniqueId, file_size: blob.size };
  }
}

function shape(media: Extract<Media, { kind: "video" | "animation" }>): {
  width: number;
  height: number;
  duration: number;
  file_name?: string;
  mime_type?: string;
} {
  const { width, height, duration, fileName: file_name, mimeType: mime_type } = media;
  return { width, height, duration, ...defined({ file_name, mime_type }) };
}

function extension({ media }: IssuedFile): string {
  if (media.kind === "photo") return ".jpg";
  if (media.kind === "voice") return ".oga";
  const named = media.fileName === undefined ? null : /\.[A-Za-z0-9]{1,8}$/.exec(media.fileName);
  if (named) return named[0].toLowerCase();
  const known = media.mimeType === undefined ? null : mime.getExtension(media.mimeType);
  return known === null ? "" : `.${known}`;
}
