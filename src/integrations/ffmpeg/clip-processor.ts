import { createHash } from "node:crypto";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import { CLIP_LIMITS, type ClipProcessor, type NormalisedClip } from "../../core/ports/clip-processor.js";
import { Gate } from "../../core/training/gate.js";
import { guarded, inspect, measure } from "./clip-inspection.js";
import { demuxerFor, SIGNATURE_BYTES, type Demuxer } from "./container.js";
import { FfmpegBox } from "./ffmpeg-box.js";

const INPUT = "/input";
const OUTPUT = "/output.mp4";
const STILL = "/still.png";
/** One second in: the shortest clip has it, and it is the middle of the two seconds that WAN learns. */
const STILL_FRAME = 16;
/** Of x264: not told from the source by eye; the clip is decoded once more, and learned at 256 to 768 px. */
const QUALITY = "16";

/** The house's {@link ClipProcessor}: FFmpeg in WebAssembly, one process a clip. */
export class FfmpegClipProcessor implements ClipProcessor {
  /** Each takes a whole core and some 300 MB. */
  readonly #gate = new Gate(1);

  async normalise(content: ByteStream): Promise<NormalisedClip> {
    return this.#gate.run(() =>
      FfmpegBox.use(async (box) => {
        const demuxer = await load(box, content);
        const { stream } = await inspect(box, INPUT, demuxer);
        await transcode(box, demuxer, stream);
        const facts = await measure(box, OUTPUT);
        checkWritten(facts);
        await drawStill(box);
        return clipOf(await box.read(OUTPUT), await box.read(STILL), facts);
      }),
    );
  }
}

type Facts = Pick<NormalisedClip, "width" | "height" | "frames">;

/** Hands the file on, chunk by chunk, and tells its container. */
async function load(box: FfmpegBox, content: ByteStream): Promise<Demuxer> {
  const { maxFileBytes } = CLIP_LIMITS;
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > maxFileBytes) {
      throw new DomainError("clip-file-too-big", { maximumMiB: Math.floor(maxFileBytes / 2 ** 20) });
    }
    if (head.length < SIGNATURE_BYTES) {
      head = Buffer.concat([head, chunk.subarray(0, SIGNATURE_BYTES)]);
      if (head.length >= SIGNATURE_BYTES) expectContainer(head);
    }
    await box.append(INPUT, chunk);
  }
  return expectContainer(head);
}

function expectContainer(head: Uint8Array): Demuxer {
  const demuxer = demuxerFor(head);
  if (demuxer === undefined) throw new DomainError("clip-unreadable", {}, { message: "no MP4, no WebM" });
  return demuxer;
}

/** The beginning: upright and with square pixels, even sides (which the codec wants), no sound, no metadata. */
async function transcode(box: FfmpegBox, demuxer: Demuxer, stream: number): Promise<void> {
  const { frameRate, maxFrames, maxLongSide, maxPixels } = CLIP_LIMITS;
  const side = (length: string): string =>
    `'2*max(1,trunc(${length}*min(1,${maxLongSide}/max(iw*sar,ih))/2))'`;
  const scaled = `scale=w=${side("iw*sar")}:h=${side("ih")},setsar=1`;
  const { code, stderr } = await box.run("exec", [
    ...["-xerror", ...guarded(demuxer, maxPixels)],
    // A little more than is learned: the last frame's time may be rounded up.
    ...["-t", String((maxFrames + 1) / frameRate), "-i", INPUT, "-map", `0:${stream}`],
    ...["-vf", `fps=${frameRate},${scaled}`, "-frames:v", String(maxFrames)],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", QUALITY, "-pix_fmt", "yuv420p"],
    // The same clip sent as another file is one clip, and nobody learns where it was filmed.
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"],
    ...["-f", "mp4", OUTPUT],
  ]);
  if (code !== 0) throw new DomainError("clip-unreadable", {}, { message: stderr.slice(0, 500) });
}

function checkWritten({ width, height, frames }: Facts): void {
  const { frameRate, minFrames, minShortSide } = CLIP_LIMITS;
  if (frames < minFrames) throw new DomainError("clip-too-short", { minimum: minFrames / frameRate });
  if (Math.min(width, height) < minShortSide) {
    throw new DomainError("clip-too-small", { width, height, minimum: minShortSide });
  }
}

/** A PNG, for the package's JPEG encoder dies; in a run of its own, for with two outputs it waits for a second thread. */
async function drawStill(box: FfmpegBox): Promise<void> {
  const { code, stderr } = await box.run("exec", [
    ...["-v", "error", "-i", OUTPUT, "-vf", `select='eq(n,${STILL_FRAME})'`, "-frames:v", "1"],
    ...["-c:v", "png", "-f", "image2", "-update", "1", STILL],
  ]);
  if (code !== 0) throw new DomainError("clip-unreadable", {}, { message: stderr.slice(0, 500) });
}

/** A few megabytes at most: so many frames of such a size. */
function clipOf(video: Uint8Array, still: Uint8Array, facts: Facts): NormalisedClip {
  return {
    ...facts,
    bytes: video.byteLength,
    contentType: "video/mp4",
    sha256: createHash("sha256").update(video).digest("hex"),
    open: () => once(video),
    still: () => once(still),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one chunk
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
