import { z } from "zod";
import { DomainError } from "../../core/errors.js";
import { CLIP_LIMITS } from "../../core/ports/clip-processor.js";
import type { Demuxer } from "./container.js";
import type { FfmpegBox } from "./ffmpeg-box.js";

/** What phones, cameras and Telegram write. No other decoder is let near a file. */
const CODECS = ["h264", "hevc", "vp8", "vp9", "mpeg4"];

const number = z.coerce.number();
const streamSchema = z.object({
  index: z.int(),
  codec_type: z.string(),
  codec_name: z.string(),
  width: z.int().default(0),
  height: z.int().default(0),
  nb_frames: number.optional().catch(undefined),
  disposition: z.object({ attached_pic: z.int() }),
});
const probeSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({ duration: number.optional().catch(undefined) }).default({ duration: undefined }),
});
type Probe = z.infer<typeof probeSchema>;

/** The video stream of a file, as its headers describe it. */
export interface Inspected {
  readonly stream: number;
}

/** Frames up to 8K may be looked at, so that their size can be told; to make sense of some headers one is decoded. */
const PROBED_PIXELS = 8192 * 4320;

/** What every program is told before it opens a file: this file, this container, no larger frame. */
export function guarded(demuxer: Demuxer, maxPixels: number): readonly string[] {
  return ["-v", "error", "-protocol_whitelist", "file", "-max_pixels", String(maxPixels), "-f", demuxer];
}

/**
 * Checks a file by its headers.
 *
 * @throws DomainError `clip-unreadable`, `clip-no-picture`, `clip-format`, `clip-too-large`, `clip-too-small`, `clip-too-long`
 */
export async function inspect(box: FfmpegBox, path: string, demuxer: Demuxer): Promise<Inspected> {
  const { streams, format } = await probe(box, path, demuxer);
  const stream = streams.find(isFilm);
  if (stream === undefined) throw new DomainError("clip-no-picture");
  if (!CODECS.includes(stream.codec_name)) throw new DomainError("clip-format", { codec: stream.codec_name });
  checkSize(stream);
  const { maxSeconds } = CLIP_LIMITS;
  if (format.duration !== undefined && format.duration > maxSeconds) {
    throw new DomainError("clip-too-long", { seconds: Math.round(format.duration), maximum: maxSeconds });
  }
  return { stream: stream.index };
}

/** What was written, by its own headers. @throws DomainError `clip-unreadable` */
export async function measure(
  box: FfmpegBox,
  path: string,
): Promise<{ width: number; height: number; frames: number }> {
  const { streams } = await probe(box, path, "mov");
  const [{ width, height, nb_frames: frames = 0 } = { width: 0, height: 0 }] = streams;
  return { width, height, frames };
}

async function probe(box: FfmpegBox, path: string, demuxer: Demuxer): Promise<Probe> {
  const entries =
    "stream=index,codec_type,codec_name,width,height,nb_frames:stream_disposition=attached_pic:format=duration";
  const shown = ["-show_entries", entries, "-of", "json"];
  const { stdout, stderr } = await box.run("ffprobe", [...guarded(demuxer, PROBED_PIXELS), ...shown, path]);
  const parsed = probeSchema.safeParse(json(stdout));
  // Of a file that was cut off FFmpeg finds no stream, or one that it can tell nothing of.
  if (!parsed.success || parsed.data.streams.length === 0) {
    throw new DomainError("clip-unreadable", {}, { message: stderr.slice(0, 500) });
  }
  return parsed.data;
}

/** A cover picture is a stream too. */
function isFilm({ codec_type: type, disposition }: Probe["streams"][number]): boolean {
  return type === "video" && disposition.attached_pic === 0;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkSize({ width, height }: { width: number; height: number }): void {
  const { maxPixels, maxLongSide, minShortSide } = CLIP_LIMITS;
  if (width * height > maxPixels) {
    throw new DomainError("clip-too-large", {
      width,
      height,
      maximumMegapixels: Math.floor(maxPixels / 1e6),
    });
  }
  const scale = Math.min(1, maxLongSide / Math.max(width, height));
  const short = Math.round(Math.min(width, height) * scale);
  if (short < minShortSide) throw new DomainError("clip-too-small", { width, height, minimum: minShortSide });
}
