import type { ByteStream } from "./blob-store.js";

export const CLIP_LIMITS = {
  /** Longer ones are refused; of those that are taken the beginning is learned. */
  maxSeconds: 60,
  /** Frames a second that WAN 2.1 and 2.2 (14B) were trained on, by their model cards. */
  frameRate: 16,
  /** The fewest frames that the trainer takes for a clip. */
  minFrames: 17,
  /** The most frames that the trainer learns of a clip: five seconds. */
  maxFrames: 81,
  /** Short side in pixels, as of pictures. */
  minShortSide: 256,
  /** Width by height as it is sent: 4K cinema with a little to spare. A decoder holds 17 such frames at most. */
  maxPixels: 9_437_184,
  /** Long side in pixels that is kept: 16:9 with the area of the largest training resolution, 768 px. */
  maxLongSide: 1024,
  /** The largest file that is taken; Telegram's cloud gives a bot 20 MB. */
  maxFileBytes: 64 * 2 ** 20,
} as const;

/** A short video as it will be trained on: upright, silent, no metadata, at {@link CLIP_LIMITS}' frame rate. */
export interface NormalisedClip {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bytes: number;
  readonly contentType: "video/mp4";
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  open(): ByteStream;
  /** The picture that is shown after one second, in its size. */
  still(): ByteStream;
}

export interface ClipProcessor {
  /**
   * Reads an MP4, QuickTime, WebM or Matroska video (by its bytes, whatever its name), checks it against
   * {@link CLIP_LIMITS} and writes its first seconds anew. One after the other; each within bounds of time and memory.
   *
   * @throws DomainError every `clip-…` code; what the stream throws
   */
  normalise(content: ByteStream): Promise<NormalisedClip>;
}
