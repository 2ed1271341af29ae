import { nextCheckpoint } from "../../core/training/checkpoints.js";
import type { Training } from "../../core/training/model.js";
import { trainingButton } from "./callback-data.js";
import { samplesButtons } from "./samples-button.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** Stop, Mute and the samples under a card that runs; once Stop was tapped, when to stop. */
export function runningButtons(training: Training, asking: boolean, t: Translate): Button[][] {
  const button = (key: string, verb: string, values: Record<string, number> = {}): Button => ({
    text: t(key, values),
    data: trainingButton(training.id, verb),
  });
  if (asking) {
    const step = checkpointOffered(training);
    const later = step === undefined ? [] : [[button("stop-checkpoint", "stop-later", { step })]];
    return [[button("stop-yes", "stop-yes")], ...later, [button("stop-no", "stop-no")]];
  }
  const mute = training.muted === true ? button("card-unmute", "unmute") : button("card-mute", "mute");
  return [[button("card-stop", "stop"), mute], ...samplesButtons(training, t)];
}

/** The step of the checkpoint that a training could stop at; undefined where there is none, or it is to stop at one. */
export function checkpointOffered(training: Training): number | undefined {
  return training.stopAt === undefined ? nextCheckpoint(training) : undefined;
}

/** The question whether to stop, with what there is to choose from. */
export function stopQuestion(training: Training, t: Translate): string {
  if (training.stopAt !== undefined) return t("stop-sure-later", { step: training.stopAt });
  return t(checkpointOffered(training) === undefined ? "stop-sure" : "stop-sure-when");
}
