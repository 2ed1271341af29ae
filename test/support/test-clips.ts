import { FfmpegBox } from "../../src/integrations/ffmpeg/ffmpeg-box.js";

export interface ClipWishes {
  readonly seconds?: number;
  readonly size?: string;
  /** Frames a second. */
  readonly rate?: number;
  readonly container?: "mp4" | "webm";
  /** Of FFmpeg, with its options. */
  readonly encoder?: readonly string[];
  /** With a tone. */
  readonly sound?: boolean;
  /** Of FFmpeg, for the file as a whole. */
  readonly options?: readonly string[];
}

/** A short video that moves, as another program would have written it. */
export async function clip(wishes: ClipWishes = {}): Promise<Buffer> {
  const { seconds = 1.5, size = "320x256", rate = 16, container = "mp4", sound = false } = wishes;
  const { encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"] } = wishes;
  const tone = sound ? ["-f", "lavfi", "-i", `sine=duration=${seconds}`] : [];
  const picture = `testsrc=size=${size}:rate=${rate}:duration=${seconds}`;
  return madeBy([
    ...["-f", "lavfi", "-i", picture, ...tone, ...encoder],
    ...(wishes.options ?? []),
    ...["-f", container],
  ]);
}

/** What FFmpeg writes for these arguments. */
export async function madeBy(args: readonly string[]): Promise<Buffer> {
  return FfmpegBox.use(async (box) => {
    const { code, stderr } = await box.run("exec", ["-v", "error", ...args, "/made"]);
    if (code !== 0) throw new Error(`the clip could not be made: ${stderr}`);
    return Buffer.from(await box.read("/made"));
  });
}

/** The streams of a clip as ffprobe lists them, one a line: its number, kind, codec, width and height. */
export async function streamsOf(bytes: Uint8Array): Promise<string[]> {
  return FfmpegBox.use(async (box) => {
    await box.append("/clip", bytes);
    const entries = "stream=index,codec_name,codec_type,width,height,nb_frames,avg_frame_rate";
    const { stdout } = await box.run("ffprobe", [
      "-v",
      "error",
      "-show_entries",
      entries,
      "-of",
      "csv=p=0",
      "/clip",
    ]);
    return stdout.split("\n").filter((line) => line !== "");
  });
}

/** A clip whose header says that it lasts so many seconds; the film itself stays as it is. */
export function claiming(mp4: Buffer, seconds: number): Buffer {
  const lying = Buffer.from(mp4);
  // Version 0 of these boxes: after the type come 12 bytes, then units a second and the duration.
  for (const [box, at] of [
    ["mvhd", 12],
    ["mdhd", 12],
  ] as const) {
    const place = lying.indexOf(box) + 4 + at;
    lying.writeUInt32BE(Math.min(2 ** 32 - 1, lying.readUInt32BE(place) * seconds), place + 4);
  }
  return lying;
}
