import type { CaptionStyle } from "../ports/captioner.js";
import type { Parameters, Quality, Subject } from "../training/model.js";

/**
 * The forms of key in which ComfyUI and diffusers load a LoRA: diffusers' own under `transformer.`, kohya's
 * `lora_unet_…`, and the original names under `diffusion_model.`.
 */
export const KEY_FORMS = ["transformer", "kohya", "diffusion-model"] as const;
export type KeyForm = (typeof KEY_FORMS)[number];

export interface BaseModel {
  /** The repository on the model hub, or the name of a tiny model that the trainer makes itself. */
  readonly repository: string;
  /** The commit that was tested; a moving branch would change what people train on. */
  readonly revision: string;
  readonly licence: { readonly name: string; readonly url: string; readonly commercial: boolean };
  /** The hub asks for a token and for the licence to be accepted first. */
  readonly gated: boolean;
}

export interface Limit {
  readonly min: number;
  readonly max: number;
  /** Only these values, where the trainer knows no others. */
  readonly choices?: readonly number[];
}

/** Measured or published speed; seconds a step by resolution, batch size 1. */
export interface Speed {
  readonly device: string;
  readonly secondsPerStep: readonly { readonly resolution: number; readonly seconds: number }[];
  /** Loading, caching, samples and export, together, in seconds. */
  readonly overheadSeconds: number;
  /** Where the figures come from. */
  readonly source: string;
}

/** In points; what a training comes to is rounded up. */
export interface Price {
  /** Of every training, whatever it takes. */
  readonly start: number;
  /** Of each image. */
  readonly image: number;
  /** Of each minute that the recipe's {@link Speed} makes of its steps and resolution. */
  readonly minute: number;
}

/** A point is about a minute of the card that the recipe's speed is of; an operator sets prices of their own. */
export const A_POINT_A_MINUTE: Price = { start: 0, image: 0, minute: 1 };

/** How a video model learns from short videos. */
export interface ClipLearning {
  /** Frames that are learned of each, at 16 a second: 17 to 81, of the form 4n + 1. */
  readonly frames: number;
  /** Time of a step on a clip over that of a step on a picture. */
  readonly cost: number;
  /** Where the figure comes from. */
  readonly source: string;
}

/** What differs between two base models, as data: adding one is one such file and a line in index.ts. */
export interface Recipe {
  /** Also the stem of its locale keys: `recipe-<id>` and `recipe-<id>-about`. */
  readonly id: string;
  /** The trainer's name of the adapter that knows the network. */
  readonly family: string;
  /** How the keys of its files are written. */
  readonly keyForm: KeyForm;
  readonly baseModel: BaseModel;
  /** A network too small to draw anything, for trying the house out; labelled so wherever it shows. */
  readonly demonstration: boolean;
  readonly captionStyle: CaptionStyle;
  readonly dataset: { readonly min: number; readonly recommended: number; readonly max: number };
  /** Absent where it learns from pictures alone. */
  readonly clips?: ClipLearning;
  readonly defaults: Parameters;
  readonly limits: Readonly<Record<keyof Parameters, Limit>>;
  /** What a preset changes of the defaults. Steps are a number, or so many for each image within bounds. */
  readonly presets: Presets;
  readonly optimizer: "adamw" | "adamw8bit" | "prodigy";
  readonly precision: "bf16" | "fp32";
  /** Memory of the smallest card that trains it, GiB; 0 where a CPU will do. */
  readonly memoryGiB: number;
  readonly speed: Speed;
  readonly price: Price;
  /** Wall-clock bound of a job in hours, after which something is wrong. */
  readonly timeLimitHours: number;
}

/** By what is to be learned; a model of still pictures has no preset for motion, and is not offered for it. */
export type Presets = Readonly<Record<Exclude<Subject, "motion">, Qualities>> & {
  readonly motion?: Qualities;
};

export type Qualities = Readonly<Record<Quality, Preset>>;

export interface Preset extends Partial<Omit<Parameters, "steps">> {
  readonly steps: number | { readonly perImage: number; readonly min: number; readonly max: number };
}
