import type { LossPoint } from "./model.js";

/** A plot on a phone is hardly wider in points, and 200 of them take about 6 KB of a record. */
export const MAX_LOSS_POINTS = 200;
/** More digits than any plot shows. */
const DIGITS = 5;

/**
 * The losses with one more, spread evenly over the training however long it is. A step that was told before
 * takes the place of all that came after it: the trainer went back to a checkpoint, or tells its story anew.
 *
 * @param steps how many steps the training has in all
 * @returns the same array when the step lies too close to the one before
 */
export function withLoss(
  points: readonly LossPoint[],
  { step, loss }: LossPoint,
  steps: number,
): readonly LossPoint[] {
  const stride = Math.max(1, Math.ceil(steps / MAX_LOSS_POINTS));
  const before = points.at(-1)?.step ?? -1;
  const earlier = before < step ? points : points.filter((point) => point.step < step);
  const last = earlier.at(-1);
  const stretchOf = (at: number): number => Math.floor((at - 1) / stride);
  if (last !== undefined && stretchOf(last.step) === stretchOf(step)) return earlier;
  return halved([...earlier, { step, loss: Number(loss.toPrecision(DIGITS)) }]);
}

/** A trainer that goes on past the steps it told of must not fill the record. */
function halved(points: readonly LossPoint[]): readonly LossPoint[] {
  return points.length <= MAX_LOSS_POINTS ? points : points.filter((_, index) => index % 2 === 0);
}
