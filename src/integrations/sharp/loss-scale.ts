import type { LossPoint } from "../../core/training/model.js";

/** A single wild loss must not press all others flat: so many of a hundred may lie outside on each side. */
const OUTSIDE_PERCENT = 2;
/** Over how many of a hundred points on each side the smoothed line looks: one standard deviation. */
const SPREAD_PERCENT = 3;

/** The losses as a line without their noise: each point is the mean of those around it, the near ones first. */
export function smoothed(points: readonly LossPoint[]): LossPoint[] {
  const spread = Math.max(0.3, (points.length * SPREAD_PERCENT) / 100);
  const reach = Math.ceil(spread * 3);
  return points.map(({ step }, at) => {
    let sum = 0;
    let weight = 0;
    for (const [index, { loss }] of points.slice(Math.max(0, at - reach), at + reach + 1).entries()) {
      const distance = index + Math.max(0, at - reach) - at;
      const share = Math.exp(-0.5 * (distance / spread) ** 2);
      sum += share * loss;
      weight += share;
    }
    return { step, loss: sum / weight };
  });
}

/** From where to where the axis of the losses goes, in steps that a person can read. */
export interface LossScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** How many digits after the point tell the ticks apart. */
  readonly decimals: number;
}

export function lossScale(points: readonly LossPoint[]): LossScale {
  const sorted = points.map(({ loss }) => loss).sort((a, b) => a - b);
  const outside = Math.floor((sorted.length * OUTSIDE_PERCENT) / 100);
  const low = sorted[outside] ?? 0;
  const high = sorted[sorted.length - 1 - outside] ?? 1;
  // A flat line lies in the middle.
  const room = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 1e-6);
  const tick = roundUp((high - low + 2 * room) / 4);
  const below = Math.floor((low - room) / tick) * tick;
  const from = low >= 0 ? Math.max(0, below) : below;
  const count = Math.max(1, Math.ceil((high + room - from) / tick - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => from + index * tick);
  return {
    from,
    to: from + count * tick,
    ticks,
    decimals: Math.max(0, -Math.floor(Math.log10(tick) + 1e-9)),
  };
}

/** The next of 1, 2 and 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(3));
}
