import { DomainError } from "../../src/core/errors.js";
import type { ByteStream } from "../../src/core/ports/blob-store.js";
import type { ProgressView, SampleTile, TrainingPictures } from "../../src/core/ports/training-pictures.js";
import { bytesOf } from "./byte-streams.js";

/** Takes any bytes for a sample, but those that begin with "broken"; what it draws is a line that tells of it. */
export class FakeTrainingPictures implements TrainingPictures {
  async sample(content: ByteStream): Promise<Uint8Array> {
    const bytes = await bytesOf(content);
    if (bytes.toString("utf8").startsWith("broken")) throw new DomainError("image-unreadable");
    return Buffer.concat([Buffer.from("kept "), bytes]);
  }

  progress({ losses, steps, samples }: ProgressView): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(`${losses.length} losses of ${steps} steps, ${told(samples)}`));
  }

  grid(samples: readonly SampleTile[]): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(told(samples)));
  }
}

function told(samples: readonly SampleTile[]): string {
  return samples.map(({ step, picture }) => `${step}: ${Buffer.from(picture).toString()}`).join(", ");
}
