import type { DatasetImage, Training } from "./model.js";

/** Where a draft stands. Derived from its data, so that a person can come back on another day. */
export type DraftStep =
  "subject" | "naming" | "trigger" | "base-model" | "collecting" | "captioning" | "confirming";

export function draftStep(training: Training, images: readonly Pick<DatasetImage, "caption">[]): DraftStep {
  if (training.options.subject === undefined) return "subject";
  if (training.name === undefined) return "naming";
  if (training.triggerWord === undefined) return "trigger";
  if (training.recipeId === undefined) return "base-model";
  if (!training.collected) return "collecting";
  if (!training.captioned || images.some((image) => image.caption === undefined)) return "captioning";
  return "confirming";
}
