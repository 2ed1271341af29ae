import { FfmpegBox } from "../../src/integrations/ffmpeg/ffmpeg-box.js";
import { housePhotos } from "./pictures.js";

/** More than is learned of it. */
const SECONDS = 1.5;
export const CLIP_SHAPE = { width: 320, height: 256, duration: 2 } as const;

let made: Promise<Buffer> | undefined;

/** A short video: the camera goes past the toy house. It is made once for all journeys. */
export function houseClip(): Promise<Buffer> {
  return (made ??= make());
}

async function make(): Promise<Buffer> {
  const [photo] = await housePhotos(1, 9);
  const { width, height } = CLIP_SHAPE;
  const film = ["-loop", "1", "-framerate", "16", "-t", `${SECONDS}`, "-i", "/photo.jpg"];
  const past = `scale=${width + 60}:-2,crop=${width}:${height}:x=t*40:y=(ih-oh)/2`;
  const encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  return FfmpegBox.use(async (box) => {
    await box.append("/photo.jpg", photo!);
    const args = ["-v", "error", ...film, "-vf", past, ...encoding, "-f", "mp4", "/clip"];
    const { code, stderr } = await box.run("exec", args);
    if (code !== 0) throw new Error(`the clip could not be made: ${stderr}`);
    return Buffer.from(await box.read("/clip"));
  });
}
