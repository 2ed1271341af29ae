import { beginnings, type Beginning } from "../../core/training/keeping.js";
import type { Training } from "../../core/training/model.js";
import { trainingButton } from "./callback-data.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

export interface ResumeOffer {
  readonly key: "training-continue" | "training-again";
  readonly from: Beginning;
}

/** The offers to take a training up again; none where it would not help. */
export function resumeOffers(training: Training): readonly ResumeOffer[] {
  return beginnings(training).map((from) => ({
    key: from === "checkpoint" ? "training-continue" : "training-again",
    from,
  }));
}

/** The buttons under the message that tells of a training's end. */
export function resumeButtons(training: Training, t: Translate): Button[][] {
  const { id } = training;
  return resumeOffers(training).map(({ key, from }): Button[] => [
    { text: t(key), data: trainingButton(id, from === "checkpoint" ? "resume" : "again") },
  ]);
}

/** How far it came, and how long that is kept; nothing where it would begin anew. */
export function keptLines(training: Training, t: Translate): string[] {
  const { progress } = training;
  if (progress === undefined || !beginnings(training).includes("checkpoint")) return [];
  return [t("kept-message", { step: progress.step, steps: progress.steps })];
}
