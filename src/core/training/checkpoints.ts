import type { Training } from "./model.js";

/** More than a quarter of a training, or so many steps, is never lost to a crash. */
const MOST_APART = 250;

/** After how many steps the trainer writes a checkpoint; it draws its samples at the same steps. */
export function checkpointEvery(steps: number): number {
  return Math.max(1, Math.min(MOST_APART, Math.ceil(steps / 4)));
}

/** Earlier steps whose LoRA is kept beside that of the last one: a model takes up to five times its storage. */
export const MAX_EARLIER = 4;

/** After how many steps the trainer keeps the LoRA as it is then: at steps that have samples, spread evenly. */
export function exportEvery(steps: number): number {
  const every = checkpointEvery(steps);
  const earlier = Math.ceil(steps / every) - 1;
  return every * Math.max(1, Math.ceil(earlier / MAX_EARLIER));
}

/**
 * The step of the checkpoint that a training comes to next; undefined where none lies between here and its end,
 * or no trainer runs.
 */
export function nextCheckpoint({ status, progress, quote }: Training): number | undefined {
  if (status !== "TRAINING") return undefined;
  const steps = progress?.steps ?? quote?.steps ?? 0;
  const every = checkpointEvery(quote?.steps ?? steps);
  const next = (Math.floor((progress?.step ?? 0) / every) + 1) * every;
  return next < steps ? next : undefined;
}

/** Ends a job whose person asked for its end at a checkpoint that is written now. */
export class CheckpointReached extends Error {
  constructor(step: number) {
    super(`the checkpoint at step ${step} is written`);
    this.name = "CheckpointReached";
  }
}
