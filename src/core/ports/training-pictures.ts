import type { LossPoint } from "../training/model.js";
import type { ByteStream } from "./blob-store.js";

export const SAMPLE_LIMITS = {
  /** Long side in pixels that is kept; a chat shows no more. */
  longSide: 1024,
  /** The file as the trainer wrote it: a PNG of 2048 x 2048 takes 12 MiB at worst. */
  maxBytes: 32 * 2 ** 20,
  maxPixels: 16_000_000,
} as const;

/** A sample as it is shown: the picture and the step it was drawn at. */
export interface SampleTile {
  readonly step: number;
  /** In any format the decoder knows. */
  readonly picture: Uint8Array;
}

export interface ProgressView {
  readonly losses: readonly LossPoint[];
  /** Where the plot ends on the right. */
  readonly steps: number;
  /** In the order in which they are shown. */
  readonly samples: readonly SampleTile[];
}

/** Draws what is shown of a training. What comes out is a JPEG without metadata, and needs no font. */
export interface TrainingPictures {
  /**
   * A sample as it is kept: within {@link SAMPLE_LIMITS}, no metadata.
   *
   * @throws DomainError `image-unreadable`, `image-file-too-big`; whatever the stream itself throws
   */
  sample(content: ByteStream): Promise<Uint8Array>;
  /** The loss as a plot, and the samples under it as a grid. One of the two must be there. */
  progress(view: ProgressView): Promise<Uint8Array>;
  /** Samples alone, as a grid. */
  grid(samples: readonly SampleTile[]): Promise<Uint8Array>;
}
