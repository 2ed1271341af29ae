import type { Blob } from "./blob-store.js";

export interface StoredSize {
  blob: Blob;
  width: number;
  height: number;
}

/** What a message carries beside its text, before file ids are given out for it. */
export type Media =
  | {
      kind: "photo";
      sizes: StoredSize[];
      /** What the sender's file was called: Telegram forgets it, a transcript shows it. */
      name?: string | undefined;
    }
  | {
      kind: "document";
      blob: Blob;
      fileName?: string | undefined;
      mimeType?: string | undefined;
      thumbnail?: StoredSize | undefined;
    }
  | {
      kind: "video" | "animation";
      blob: Blob;
      width: number;
      height: number;
      duration: number;
      fileName?: string | undefined;
      mimeType?: string | undefined;
    }
  | { kind: "voice"; blob: Blob; duration: number; mimeType?: string | undefined };

export type MediaKind = Media["kind"];

/** The file that one gets by downloading the media: for a photo its largest size. */
export function mainBlob(media: Media): Blob {
  if (media.kind !== "photo") return media.blob;
  const largest = media.sizes.at(-1);
  if (!largest) throw new Error("a photo without sizes");
  return largest.blob;
}
