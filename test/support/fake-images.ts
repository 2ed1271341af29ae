import { createHash } from "node:crypto";
import { DomainError } from "../../src/core/errors.js";
import type { ByteStream } from "../../src/core/ports/blob-store.js";
import type { ImageProcessor, NormalisedImage } from "../../src/core/ports/image-processor.js";
import { bytesOf } from "./byte-streams.js";

/** Takes any bytes for a picture, but those that begin with "broken"; "png" at the start makes a PNG of it. */
export class FakeImages implements ImageProcessor {
  /** Normalised pictures whose temporary file is still there. */
  open = 0;
  /** Called after each picture was read. */
  onNormalised: () => Promise<void> = () => Promise.resolve();

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
}

/** A stream of one chunk. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
