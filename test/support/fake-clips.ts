import { createHash } from "node:crypto";
import { DomainError } from "../../src/core/errors.js";
import type { ByteStream } from "../../src/core/ports/blob-store.js";
import type { ClipProcessor, NormalisedClip } from "../../src/core/ports/clip-processor.js";
import { bytesOf } from "./byte-streams.js";
import { once } from "./fake-images.js";

/** Takes any bytes for a clip, but those that begin with "broken"; its still is "still of" them. */
export class FakeClips implements ClipProcessor {
  async normalise(content: ByteStream): Promise<NormalisedClip> {
    const bytes = await bytesOf(content);
    if (bytes.toString("utf8").startsWith("broken")) throw new DomainError("clip-unreadable");
    return {
      width: 640,
      height: 480,
      frames: 33,
      bytes: bytes.byteLength,
      contentType: "video/mp4",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      open: () => once(bytes),
      still: () => once(Buffer.concat([Buffer.from("still of "), bytes])),
    };
  }
}
