import { z } from "zod";
import { DomainError, type ErrorCode } from "../errors.js";
import type { JobExit } from "../ports/job-runtime.js";
import type { Recipe } from "../recipes/recipe.js";
import { basisOf } from "./basis.js";
import { checkpointEvery, exportEvery } from "./checkpoints.js";
import { learnsWithMasks } from "./masks.js";
import type { Parameters, Training } from "./model.js";
import { drawnEvery, samplePromptsOf } from "./sample-prompts.js";

/*
 * The trainer's contract, version 1: job.json in, one JSON object a line out, exit codes. Nothing else of the
 * house knows what the trainer looks like.
 */

const PHASES = ["load", "cache", "train", "export"] as const;

const outputSchema = z.object({ path: z.string(), sha256: z.string(), bytes: z.int(), role: z.string() });

const eventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("phase"), name: z.enum(PHASES) }),
  z.object({
    event: z.literal("download"),
    file: z.string(),
    bytes: z.number(),
    total: z.number().nullish(),
  }),
  z.object({
    event: z.literal("step"),
    step: z.int(),
    steps: z.int(),
    loss: z.number(),
    lr: z.number(),
    secondsPerStep: z.number(),
    etaSeconds: z.number(),
  }),
  z.object({ event: z.literal("sample"), step: z.int(), path: z.string(), prompt: z.string() }),
  z.object({ event: z.literal("checkpoint"), step: z.int(), path: z.string() }),
  z.object({ event: z.literal("warning"), code: z.string(), message: z.string() }),
  z.object({ event: z.literal("error"), code: z.string(), message: z.string() }),
  z.object({ event: z.literal("stopped"), step: z.int() }),
  z.object({
    event: z.literal("done"),
    files: z.array(outputSchema).min(1),
    /** The LoRAs of steps before the last one, where the job asked for them. */
    steps: z.array(z.object({ step: z.int().positive(), files: z.array(outputSchema).min(1) })).optional(),
  }),
]);

export type TrainerEvent = z.infer<typeof eventSchema>;

/** Reads a line of the trainer's standard output; undefined for what this version does not know. */
export function parseTrainerEvent(line: string): TrainerEvent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = eventSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

export const TRAINER_EXIT = {
  done: 0,
  badJob: 64,
  badDataset: 65,
  weights: 66,
  internal: 70,
  memory: 71,
  stopped: 75,
};

const EXIT_ERRORS: Readonly<Record<number, ErrorCode>> = {
  [TRAINER_EXIT.badJob]: "trainer-bad-job",
  [TRAINER_EXIT.badDataset]: "trainer-bad-dataset",
  [TRAINER_EXIT.weights]: "trainer-weights",
  [TRAINER_EXIT.internal]: "trainer-internal",
  [TRAINER_EXIT.memory]: "trainer-memory",
};

/** Shells and engines report a program that was killed by signal N as an exit with 128 + N. */
const KILLED = 128;

/**
 * Whether the same job, started again, goes on from its checkpoint: it was stopped or killed, not refused. So was
 * one that ended well, where this is asked: it announced no file, or nobody heard it while its engine was away.
 */
export function isResumable(exit: JobExit): boolean {
  return exit.timedOut !== true && (wasInterrupted(exit) || exit.code === TRAINER_EXIT.done);
}

/**
 * The failure that an exit means to the person; the trainer's own words go into the message, for the log.
 * An exit with 0 is a failure too, where it is asked about: no file was announced.
 */
export function exitError(exit: JobExit, said: string | undefined): DomainError {
  const ended = `the trainer ended with ${exit.signal ?? exit.code ?? "no exit code"}`;
  const message = exit.code === TRAINER_EXIT.done ? "the trainer ended well but announced no file" : ended;
  return new DomainError(exitCode(exit), {}, { message: said ?? message });
}

function exitCode(exit: JobExit): ErrorCode {
  if (exit.timedOut === true) return "trainer-timeout";
  if (exit.outOfMemory === true) return "trainer-memory";
  if (exit.hung === true) return "trainer-hung";
  return EXIT_ERRORS[exit.code ?? -1] ?? (wasInterrupted(exit) ? "trainer-lost" : "trainer-internal");
}

function wasInterrupted({ code }: JobExit): boolean {
  return code === undefined || code === TRAINER_EXIT.stopped || code > KILLED;
}

/** The content of job.json for a confirmed training. */
export function jobDocument(
  training: Training,
  recipe: Recipe,
  parameters: Parameters,
): Record<string, unknown> {
  const steps = parameters.steps;
  return {
    version: 1,
    trainingId: training.id,
    family: recipe.family,
    baseModel: recipe.baseModel.repository,
    revision: recipe.baseModel.revision,
    name: training.name,
    triggerWord: training.triggerWord,
    isStyle: training.options.subject === "style",
    steps,
    learningRate: parameters.learningRate,
    rank: parameters.rank,
    resolution: parameters.resolution,
    // Only where clips are: the trainer refuses frames for a family that learns pictures alone.
    ...((training.clips ?? 0) > 0 && { frames: recipe.clips?.frames }),
    batchSize: parameters.batchSize,
    optimizer: recipe.optimizer,
    precision: recipe.precision,
    masks: learnsWithMasks(training),
    // Only where it is so: a trainer from before it knew the key goes on taking the other jobs.
    ...(basisOf(training, parameters) !== undefined && { initial: true }),
    seed: training.seed ?? 0,
    checkpointEvery: checkpointEvery(steps),
    exportEvery: exportEvery(steps),
    sampleEvery: drawnEvery(steps),
    samplePrompts: samplePromptsOf(training),
  };
}
