import type { ErrorCode, ErrorParams } from "../errors.js";
import type { CaptionStyle } from "../ports/captioner.js";
import type { Happening, Status } from "./state.js";

/*
 * Glossary. A *training* is the aggregate that a person owns: a name, a trigger word, a recipe, options and
 * a *dataset* (its images with their captions). Confirming it freezes the dataset and queues it. A *job* is
 * one attempt to run it: a worker claims it for one *slot* (a GPU, or the CPU where the recipe allows it),
 * and a *runtime* starts the *trainer* (a program) in the job's workspace. What a training leaves behind is
 * a *model*. A *channel* is where the person is talked to: a chat of some platform; the core never looks inside.
 *
 * Times are milliseconds since 1970 (UTC).
 */

/** Who acts. Ids carry their platform ("telegram:5472638766"), so that platforms never collide. */
export interface Actor {
  readonly userId: string;
  readonly isAdmin: boolean;
}

export interface User {
  readonly id: string;
  readonly name: string;
  /** A BCP 47 language tag chosen by the person, or told by the platform. */
  readonly locale: string;
  readonly createdAt: number;
}

/** What is to be learned; it picks the preset, and which base models come into question. */
export const SUBJECTS = ["person", "character", "style", "product", "motion"] as const;
export type Subject = (typeof SUBJECTS)[number];

export const QUALITIES = ["fast", "balanced", "best"] as const;
export type Quality = (typeof QUALITIES)[number];

/** The numbers a person may set; their limits are in the recipe. */
export interface Parameters {
  readonly steps: number;
  /** Peak learning rate of the optimizer. */
  readonly learningRate: number;
  /** Rank of the low-rank matrices; alpha equals it. */
  readonly rank: number;
  /** Length in pixels of the side of a square with the bucket's area. */
  readonly resolution: number;
  /** Images a step. */
  readonly batchSize: number;
}

export interface Options {
  /** Absent until the person has said what to train, which is the first thing they are asked. */
  readonly subject?: Subject;
  readonly quality: Quality;
  /** What the person set by hand; everything else comes from the preset, then from the recipe. */
  readonly overrides: Partial<Parameters>;
  /** How captions are described, where the base model has a choice. */
  readonly captionStyle?: CaptionStyle;
  /** Learn the persons alone, not what is around them. */
  readonly masks?: boolean;
  /** What the trainer draws on its way; left out, the trigger word alone. */
  readonly samplePrompts?: readonly string[];
}

/** That a person may use the photos and videos, has the agreement of who is on them, and was shown the base model's licence. */
export interface Consent {
  readonly at: number;
  /** Whose tap it was. */
  readonly by: string;
  /** The version of the words that were agreed to: see consent.ts. */
  readonly text: string;
  readonly licence: { readonly name: string; readonly url: string };
}

/** What a person is shown before Start, and what is kept of it. */
export interface Quote {
  readonly images: number;
  readonly steps: number;
  /** Training time on the slot alone, in minutes, at this installation's pace. */
  readonly minutes: number;
  /** Waiting trainings that start before it. */
  readonly ahead: number;
  /** Estimated minutes until it starts; 0 where a slot is free. */
  readonly waitMinutes: number;
  /** What the training costs at most, in points; absent where nothing costs anything. */
  readonly price?: number;
}

/** What a run is paid with. */
export interface Charge {
  /** The key of the hold in the books. */
  readonly hold: string;
  /** Points that are held: what the run costs at most. */
  readonly points: number;
  /** Points of these that are asked, once the run has ended; the rest is the person's again. */
  readonly due?: number;
  /** Whose photos the run learns from, where they are others'; written at Start. See rewards.ts. */
  readonly contributions?: readonly Contribution[];
}

/** Photos of a training that somebody else shared: of what the training costs, a share is theirs. */
export interface Contribution {
  readonly personId: string;
  /** The training of theirs that the photos come from. */
  readonly trainingId: string;
  readonly photos: number;
}

export interface Progress {
  readonly phase: "load" | "cache" | "train" | "export";
  readonly step: number;
  readonly steps: number;
  readonly loss?: number;
  readonly secondsPerStep?: number;
  readonly etaSeconds?: number;
}

/** The loss at one step, as the trainer told it. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** A picture that the trainer drew on its way, as it is kept beside the training's model. */
export interface Sample {
  readonly step: number;
  /** Which of the training's sample prompts it shows; counts from 0. */
  readonly prompt: number;
  readonly blobKey: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly at: number;
}

/** What came of the masks that were asked for. */
export interface MaskOutcome {
  /** False: none could be made, and the whole pictures are learned. */
  readonly made: boolean;
  /** Images on which nobody was found; these are learned whole. */
  readonly nobody: number;
}

/** One attempt to run a training, held by one worker until its lease ends. */
export interface Job {
  readonly id: string;
  readonly workerId: string;
  readonly slotId: string;
  /** Counts from 1; also the fence that a worker which lost its lease can no longer write past. */
  readonly attempt: number;
  readonly leaseUntil: number;
  readonly claimedAt: number;
  /** When the training came into its present state; absent while that is PREPARING, which `claimedAt` begins. */
  readonly phaseSince?: number;
  readonly startedAt?: number;
  /** How often the trainer was started for this job; a start after a crash goes on from its checkpoint. */
  readonly starts?: number;
  /** What the trainer said it left in its output folder, from PUBLISHING on. */
  readonly outputs?: readonly TrainerOutput[];
  /** And of the steps before the last one. */
  readonly earlier?: readonly EarlierOutputs[];
}

/** What the trainer left of a step before the last one. */
export interface EarlierOutputs {
  readonly step: number;
  readonly files: readonly TrainerOutput[];
}

/** A file in the job's output folder, as the trainer's `done` event names it. */
export interface TrainerOutput {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly role: string;
}

/** A terminal message that is still owed to the person; written together with the state it reports. */
export interface Notice {
  readonly id: string;
  readonly kind: "completed" | "failed" | "cancelled";
  readonly createdAt: number;
}

/** The model that a training goes on from, as it was when that was chosen. */
export interface Basis {
  readonly modelId: string;
  readonly name: string;
  readonly recipeId: string;
  readonly rank: number;
  readonly files: readonly Pick<ModelFile, "blobKey" | "role">[];
  /** Who trained it, where that is somebody else: of what the training costs, a share is theirs. */
  readonly trainedBy?: string;
}

/** The photos of somebody else that a draft was begun with. */
export interface SharedPhotos {
  /** The training whose photos they are. */
  readonly trainingId: string;
  /** That training's, as it is in the captions until the draft has one of its own. */
  readonly triggerWord?: string;
  /** All are there; what is missing since was removed. */
  readonly copied: boolean;
}

export interface Training {
  readonly id: string;
  readonly ownerId: string;
  readonly channel: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises by one with every save; a save names the version it read. */
  readonly version: number;
  readonly status: Status;
  readonly name?: string;
  readonly triggerWord?: string;
  readonly recipeId?: string;
  readonly options: Options;
  /** What it was begun with; see basis.ts for when it counts. */
  readonly basis?: Basis;
  /** Where it was begun with what somebody shares. */
  readonly sharedPhotos?: SharedPhotos;
  /** The person said Done; taken back when an image is added or removed below the recipe's minimum. */
  readonly collected: boolean;
  /** The person went through the captions. */
  readonly captioned: boolean;
  /** The dataset as confirmed, in order; an image that comes later is not part of the run. */
  readonly imageIds?: readonly string[];
  /** How many of these are clips; absent for none. */
  readonly clips?: number;
  readonly quote?: Quote;
  /** Of the run that waits, runs or was the last. */
  readonly charge?: Charge;
  /** Points that its runs have cost so far, all together. */
  readonly paid?: number;
  /** Absent of drafts, and of trainings from before it was asked for. */
  readonly consent?: Consent;
  readonly queuedAt?: number;
  readonly endedAt?: number;
  /** What happened to it lately, the oldest first; absent of a draft. */
  readonly history?: readonly Happening[];
  readonly seed?: number;
  /** Absent until its folder was laid out, and where none were asked for. */
  readonly masks?: MaskOutcome;
  readonly job?: Job;
  readonly progress?: Progress;
  /** By step, evenly thinned: see `losses.ts`. */
  readonly losses?: readonly LossPoint[];
  /** By step and prompt; the pictures go with a training that did not end well. */
  readonly samples?: readonly Sample[];
  readonly failure?: Failure;
  /** Its person wants it to end with the first checkpoint at this step or after it. */
  readonly stopAt?: number;
  /** Its next run begins at the first step, whatever an earlier one has left. */
  readonly anew?: boolean;
  /** Its person wants to hear of nothing but its end. */
  readonly muted?: boolean;
  readonly modelId?: string;
  readonly notices: readonly Notice[];
}

export type CaptionSource = "ai" | "hand" | "trigger";

export interface Caption {
  readonly text: string;
  readonly source: CaptionSource;
}

/** What was measured of an image when it came; verdict.ts says what it means. */
export interface ImageQuality {
  /** Variance of the Laplacian of its sharpest parts, in squared shades of 0 to 255; low where it is blurred. */
  readonly sharpness: number;
  /** The shade, 0 to 255, that one pixel in a hundred is darker than. */
  readonly shadows: number;
  /** The shade that one pixel in a hundred is brighter than. */
  readonly lights: number;
  /** A perceptual hash, 64 bits as 16 hexadecimal digits; empty where there is nothing to tell it by. */
  readonly fingerprint: string;
  /** The share of it, 0 to 1, in long level runs of exactly one shade; absent of images from before it was measured. */
  readonly flat?: number;
}

/** What an image of a dataset has beside, where it is a short video. */
export interface ClipFacts {
  /** At the clips' frame rate. */
  readonly frames: number;
  /** The blob with one of its pictures; everything but the training sees this. */
  readonly stillKey: string;
  readonly stillBytes: number;
  /** Hex. */
  readonly stillSha256: string;
}

/** One image of a dataset, or one clip, as it will be trained on. */
export interface DatasetImage {
  readonly id: string;
  readonly trainingId: string;
  /** What the platform calls the file; the same file sent twice is one image. */
  readonly sourceId: string;
  /** SHA-256 of the normalised pixels' file, hex: the same picture sent as another file is one image. */
  readonly contentHash: string;
  /** Counts from 1 in the order of arrival; never used twice in one training. */
  readonly position: number;
  readonly blobKey: string;
  readonly contentType: "image/jpeg" | "image/png" | "video/mp4";
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly caption?: Caption;
  /** There where this is a short video. */
  readonly clip?: ClipFacts;
  /** Absent of images from before it was measured; of a clip's still. */
  readonly quality?: ImageQuality;
  /** How sure it is of each face that may be on it, 0 to 1, the surest first; absent where none were looked for. */
  readonly faces?: readonly number[];
  /** The person looked at the verdict and wants the image all the same. */
  readonly approved?: boolean;
  /**
   * The training of somebody else that it was copied from first, as they shared it; absent of one's own. It names no
   * person, so that nothing of who shared it stays when they are forgotten.
   */
  readonly sharedBy?: string;
  readonly addedAt: number;
}

/** What a training leaves behind. */
export interface TrainedModel {
  readonly id: string;
  readonly trainingId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly triggerWord: string;
  readonly recipeId: string;
  readonly files: readonly ModelFile[];
  /** After how many steps its files are as they are. */
  readonly steps: number;
  /** All there are to choose from, by step, that of its files and the last one included; absent where there is one alone. */
  readonly versions?: readonly ModelVersion[];
  readonly createdAt: number;
}

/** A model as it was after so many steps. */
export interface ModelVersion {
  readonly step: number;
  readonly files: readonly ModelFile[];
}

export interface ModelFile {
  readonly blobKey: string;
  /** The name that a person sees and saves it under. */
  readonly fileName: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  /** What the file is for, as the trainer says: "lora", or one of two experts. */
  readonly role: string;
}
