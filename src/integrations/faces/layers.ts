/** What goes from one layer to the next: pixel by pixel the values of all channels, row by row; always square. */
export interface Features {
  readonly data: Float32Array;
  /** Pixels. */
  readonly side: number;
  readonly channels: number;
}

/** A filter looks at this many pixels in each direction. */
const KERNEL = 3;
/** Of what is negative this share goes on. */
const LEAK = 0.1;

/** For each pixel one value of each output channel: a sum over its input channels, weighed. */
export function pointwise(input: Features, filter: Float32Array, bias: Float32Array): Features {
  const { data, side, channels } = input;
  const outputs = bias.length;
  const weights = transposed(filter, channels, outputs);
  const result = new Float32Array(side * side * outputs);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const from = pixel * channels;
    const into = pixel * outputs;
    // Four at once: each value is read once for all four. What is written past the pixel's last output is written over
    // with the next pixel's first, or lies beyond the end, where nothing is kept.
    for (let output = 0; output < outputs; output += 4) {
      let [first, second, third, fourth] = [0, 0, 0, 0];
      let weight = output * channels;
      for (let at = 0; at < channels; at++, weight += 4) {
        const value = data[from + at] ?? 0;
        first += value * (weights[weight] ?? 0);
        second += value * (weights[weight + 1] ?? 0);
        third += value * (weights[weight + 2] ?? 0);
        fourth += value * (weights[weight + 3] ?? 0);
      }
      result[into + output] = first + (bias[output] ?? 0);
      result[into + output + 1] = second + (bias[output + 1] ?? 0);
      result[into + output + 2] = third + (bias[output + 2] ?? 0);
      result[into + output + 3] = fourth + (bias[output + 3] ?? 0);
    }
  }
  return { data: result, side, channels: outputs };
}

/** Lays side by side what is used together: the weights of four outputs for one input, then for the next. */
function transposed(filter: Float32Array, inputs: number, outputs: number): Float32Array {
  const fours = Math.ceil(outputs / 4);
  const result = new Float32Array(fours * 4 * inputs);
  for (let input = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) {
      const four = output - (output % 4);
      result[four * inputs + input * 4 + (output % 4)] = filter[input * outputs + output] ?? 0;
    }
  }
  return result;
}

/** A 3 × 3 filter over each channel alone; beyond the edge there is nothing. */
export function depthwise({ data, side, channels }: Features, filter: Float32Array): Features {
  const result = new Float32Array(data.length);
  for (let tap = 0; tap < KERNEL * KERNEL; tap++) {
    const down = Math.floor(tap / KERNEL) - 1;
    const right = (tap % KERNEL) - 1;
    const weights = filter.subarray(tap * channels, (tap + 1) * channels);
    const [left, end] = [Math.max(0, -right), Math.min(side, side - right)];
    for (let y = Math.max(0, -down); y < Math.min(side, side - down); y++) {
      let into = (y * side + left) * channels;
      let from = ((y + down) * side + left + right) * channels;
      for (let x = left; x < end; x++) {
        for (let channel = 0; channel < channels; channel++, into++, from++) {
          result[into] = (result[into] ?? 0) + (data[from] ?? 0) * (weights[channel] ?? 0);
        }
      }
    }
  }
  return { data: result, side, channels };
}

/**
 * Gives each pixel that has eight around it the channels of all nine: with {@link pointwise} after it, it is a
 * convolution. The result is smaller by two.
 */
export function windows({ data, side, channels }: Features): Features {
  const inner = side - KERNEL + 1;
  const row = KERNEL * channels;
  const result = new Float32Array(inner * inner * KERNEL * row);
  for (let y = 0, into = 0; y < inner; y++) {
    for (let x = 0; x < inner; x++) {
      for (let down = 0; down < KERNEL; down++) {
        const from = ((y + down) * side + x) * channels;
        for (let at = from; at < from + row; at++, into++) result[into] = data[at] ?? 0;
      }
    }
  }
  return { data: result, side: inner, channels: KERNEL * row };
}

/** Damps what is negative, in place. */
export function leaky(features: Features): Features {
  const { data } = features;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (value < 0) data[at] = value * LEAK;
  }
  return features;
}

/**
 * The largest of 2 × 2 pixels, channel by channel.
 *
 * @param stride pixels from one square to the next: 2 halves the side, 1 leaves it
 */
export function maxPool({ data, side, channels }: Features, stride: 1 | 2): Features {
  const pooled = Math.ceil(side / stride);
  const result = new Float32Array(pooled * pooled * channels);
  for (let y = 0, into = 0; y < pooled; y++) {
    const top = y * stride * side;
    const below = y * stride + 1 < side ? top + side : top;
    for (let x = 0; x < pooled; x++) {
      const left = x * stride;
      const right = Math.min(left + 1, side - 1);
      for (let channel = 0; channel < channels; channel++, into++) {
        result[into] = Math.max(
          data[(top + left) * channels + channel] ?? 0,
          data[(top + right) * channels + channel] ?? 0,
          data[(below + left) * channels + channel] ?? 0,
          data[(below + right) * channels + channel] ?? 0,
        );
      }
    }
  }
  return { data: result, side: pooled, channels };
}
