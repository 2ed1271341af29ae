import type { Training } from "../../core/training/model.js";
import { trainingButton } from "./callback-data.js";
import { samplesButtons } from "./samples-button.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** Stop and the samples under a card that runs; once Stop was tapped, yes and no. */
export function stopButtons(training: Training, asking: boolean, t: Translate): Button[][] {
  const button = (key: string, verb: string): Button => ({
    text: t(key),
    data: trainingButton(training.id, verb),
  });
  return asking
    ? [[button("stop-yes", "stop-yes"), button("stop-no", "stop-no")]]
    : [[button("card-stop", "stop")], ...samplesButtons(training, t)];
}
