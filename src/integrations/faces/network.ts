import { depthwise, leaky, maxPool, pointwise, windows, type Features } from "./layers.js";
import { readWeights, type Weights } from "./weights.js";

/** The means of the colours that it was taught with. */
const MEANS = [117.001, 114.697, 97.404] as const;
const CHANNELS = 3;
/** Layers 1 to 5 are separable: each channel by itself, then all of them pixel by pixel. */
const SEPARABLE = [1, 2, 3, 4, 5];
/** Width and height, in cells, of the five faces that each cell of the last layer may hold. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
/** Of each: place, size and certainty. */
const VALUES = 5;

/** A face that may be there; lengths are shares of the picture's side. */
export interface Candidate {
  /** 0 to 1. */
  readonly certainty: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The Tiny Face Detector of face-api: a Tiny YOLO of seven layers, six of them of depthwise separable convolutions,
 * 137 million multiplications for a picture of 416 px. It is run here in plain JavaScript because that takes no longer
 * than the framework that it was made with, which is of 286 MB.
 */
export class FaceNetwork {
  readonly #weights: Weights;

  constructor() {
    this.#weights = readWeights();
  }

  /**
   * @param rgb a square picture, three bytes a pixel; of any size, though faces of 30 to 300 px are seen best
   * @param least certainty below which nothing is given
   */
  candidates(rgb: Uint8Array, least: number): Candidate[] {
    const out = this.#run(centred(rgb));
    const found: Candidate[] = [];
    for (let cell = 0; cell < out.side * out.side; cell++) {
      ANCHORS.forEach((anchor, index) => {
        const candidate = candidateAt(out, cell, index, anchor);
        if (candidate.certainty >= least) found.push(candidate);
      });
    }
    return found;
  }

  #run(picture: Features): Features {
    const weights = this.#weights;
    let out = pointwise(windows(picture), weights("conv0/filters"), weights("conv0/bias"));
    out = maxPool(leaky(out), 2);
    for (const layer of SEPARABLE) {
      const name = `conv${layer}`;
      out = depthwise(out, weights(`${name}/depthwise_filter`));
      out = pointwise(out, weights(`${name}/pointwise_filter`), weights(`${name}/bias`));
      out = maxPool(leaky(out), layer === SEPARABLE.at(-1) ? 1 : 2);
    }
    return pointwise(out, weights("conv8/filters"), weights("conv8/bias"));
  }
}

function centred(rgb: Uint8Array): Features {
  const data = Float32Array.from(rgb, (value, at) => (value - (MEANS[at % CHANNELS] ?? 0)) / 255);
  return { data, side: Math.sqrt(rgb.length / CHANNELS), channels: CHANNELS };
}

function candidateAt(
  { data, side, channels }: Features,
  cell: number,
  index: number,
  [anchorWidth, anchorHeight]: readonly [number, number],
): Candidate {
  const at = cell * channels + index * VALUES;
  const value = (offset: number): number => data[at + offset] ?? 0;
  const width = (Math.exp(value(2)) * anchorWidth) / side;
  const height = (Math.exp(value(3)) * anchorHeight) / side;
  return {
    certainty: sigmoid(value(4)),
    left: ((cell % side) + sigmoid(value(0))) / side - width / 2,
    top: (Math.floor(cell / side) + sigmoid(value(1))) / side - height / 2,
    width,
    height,
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
