import { isWorthResuming } from "../../core/training/keeping.js";
import type { Training } from "../../core/training/model.js";
import { trainingButton } from "./callback-data.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** The key of the offer to take a training up again; undefined where there is none to make. */
export function resumeKey(training: Training): "training-continue" | "training-again" | undefined {
  if (!isWorthResuming(training)) return undefined;
  return (training.progress?.step ?? 0) > 0 ? "training-continue" : "training-again";
}

/** The button under the message that tells of a training's end. */
export function resumeButtons(training: Training, t: Translate): Button[][] {
  const key = resumeKey(training);
  return key === undefined ? [] : [[{ text: t(key), data: trainingButton(training.id, "resume") }]];
}
