import { createHash } from "node:crypto";
import { DomainError } from "../../src/core/errors.js";
import type { ByteStream } from "../../src/core/ports/blob-store.js";
import type { ImageProcessor, NormalisedImage, SheetPicture } from "../../src/core/ports/image-processor.js";
import type { ImageQuality } from "../../src/core/training/model.js";
import { bytesOf } from "./byte-streams.js";

/** Takes any bytes for a picture, but those that begin with "broken"; "png" at the start makes a PNG of it. */
export class FakeImages implements ImageProcessor {
  /** Normalised pictures whose temporary file is still there. */
  open = 0;
  /** Called after each picture was read. */
  onNormalised: () => Promise<void> = () => Promise.resolve();
  /** What is measured of a picture, by its text: nothing wrong, unless a test says so. */
  quality: (text: string) => ImageQuality = () => ({
    sharpness: 1_000,
    shadows: 10,
    lights: 240,
    fingerprint: "",
  });

  async normalise(content: ByteStream): Promise<NormalisedImage> {
    const bytes = await bytesOf(content);
    const text = bytes.toString("utf8");
    if (text.startsWith("broken")) throw new DomainError("image-unreadable");
    await this.onNormalised();
    this.open++;
    return {
      width: 640,
      height: 480,
      bytes: bytes.byteLength,
      contentType: text.startsWith("png") ? "image/png" : "image/jpeg",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      quality: this.quality(text),
      open: () => once(bytes),
      dispose: () => {
        this.open--;
        return Promise.resolve();
      },
    };
  }

  async thumbnail(content: ByteStream, longSide: number): Promise<Uint8Array> {
    return Buffer.concat([Buffer.from(`${longSide}:`), await bytesOf(content)]);
  }

  /** A line for each picture: its number, a mark, its bytes. */
  async contactSheet(pictures: readonly SheetPicture[]): Promise<Uint8Array> {
    const lines = pictures.map(async (picture) => {
      const bytes = await bytesOf(await picture.open());
      return `${picture.number}${picture.marked ? "!" : ""} ${bytes.toString("utf8")}`;
    });
    return Buffer.from((await Promise.all(lines)).join("\n"));
  }
}

/** A stream of one chunk. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
