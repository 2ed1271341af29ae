import { recipeById } from "../recipes/index.js";
import { estimateTraining } from "./estimate.js";
import type { Training } from "./model.js";

/*
 * How fast this installation is. A recipe's speed is a published figure of another card; what trainings really
 * took here corrects it.
 */

/** What a training took, beside what its recipe had promised. */
export interface Measured {
  readonly recipeId: string;
  /** Actual seconds over estimated ones. */
  readonly ratio: number;
}

/** How many of the newest count for a recipe: enough to even out, and few enough to follow a new card. */
const NEWEST = 15;
/** No card is that much slower or faster than the one of the estimate: a clock was set in between. */
const PLAUSIBLE = { min: 0.02, max: 50 };
/** Before this share of its steps a training's own forecast swings: caches fill, clocks settle. */
const SETTLED_SHARE = 0.05;
/** Loading and caching come before the steps; this share of a recipe's overhead is left for samples and export. */
const TAIL_SHARE = 0.25;

/** A factor for each recipe's estimates. */
export class Pace {
  readonly #byRecipe: ReadonlyMap<string, number>;
  readonly #overall: number;

  /** @param measured newest first */
  constructor(measured: readonly Measured[]) {
    const ratios = new Map<string, number[]>();
    for (const { recipeId, ratio } of measured) {
      ratios.set(recipeId, [...(ratios.get(recipeId) ?? []), ratio]);
    }
    this.#byRecipe = new Map([...ratios].map(([id, all]) => [id, median(all.slice(0, NEWEST)) ?? 1]));
    this.#overall = median([...this.#byRecipe.values()]) ?? 1;
  }

  /** Of the recipe; where none of it ran yet, of what did; else 1. */
  of(recipeId: string): number {
    return this.#byRecipe.get(recipeId) ?? this.#overall;
  }

  /** Seconds that a training takes on its slot; undefined where its recipe is gone, or was never chosen. */
  secondsOf(training: Training): number | undefined {
    const estimated = estimateTraining(training);
    return estimated === undefined ? undefined : estimated * this.of(training.recipeId ?? "");
  }

  /**
   * Seconds until a training that a worker holds ends: what its trainer says of itself where it does, less the
   * time since it said so; else what is left of the estimate. Nothing that runs ends at once.
   */
  remainingSeconds(training: Training, now: number): number {
    const { status, progress, job } = training;
    const total = this.secondsOf(training) ?? 0;
    const tail = tailSeconds(training) * this.of(training.recipeId ?? "");
    if (status === "PUBLISHING" || progress?.phase === "export") return tail;
    const told = toldSeconds(training, now);
    if (told !== undefined) return told + tail;
    const elapsed = job?.startedAt === undefined ? 0 : (now - job.startedAt) / 1000;
    return Math.max(tail, total - Math.max(0, elapsed));
  }
}

/** What trainings that ran to their end took, and what those take that are well under way. */
export function measure(trainings: readonly Training[], now: number): Measured[] {
  return trainings.flatMap((training) => {
    const { recipeId } = training;
    const ratio = ratioOf(training, now);
    if (recipeId === undefined || ratio === undefined) return [];
    return ratio < PLAUSIBLE.min || ratio > PLAUSIBLE.max ? [] : [{ recipeId, ratio }];
  });
}

/** A training that was broken off and begun again took longer than it takes: it measures nothing. */
function ratioOf(training: Training, now: number): number | undefined {
  const { status, job, endedAt, progress } = training;
  const estimated = estimateTraining(training);
  if (estimated === undefined || job?.startedAt === undefined || (job.starts ?? 1) > 1) return undefined;
  if (status === "COMPLETED") {
    return endedAt === undefined ? undefined : (endedAt - job.startedAt) / 1000 / estimated;
  }
  const told = toldSeconds(training, now);
  if (told === undefined || progress === undefined || progress.step < SETTLED_SHARE * progress.steps) {
    return undefined;
  }
  return ((now - job.startedAt) / 1000 + told) / (estimated - tailSeconds(training));
}

/** What the trainer says that its steps still take. */
function toldSeconds({ status, progress, updatedAt }: Training, now: number): number | undefined {
  if (status !== "TRAINING" || progress?.phase !== "train" || progress.etaSeconds === undefined)
    return undefined;
  return Math.max(0, progress.etaSeconds - Math.max(0, now - updatedAt) / 1000);
}

function tailSeconds(training: Training): number {
  if (estimateTraining(training) === undefined) return 0;
  return recipeById(training.recipeId ?? "").speed.overheadSeconds * TAIL_SHARE;
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
