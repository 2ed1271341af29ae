import { trainingButton } from "./callback-data.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** Stop under a card that runs; once it was tapped, yes and no. */
export function stopButtons(trainingId: string, asking: boolean, t: Translate): Button[][] {
  const button = (key: string, verb: string): Button => ({
    text: t(key),
    data: trainingButton(trainingId, verb),
  });
  return asking
    ? [[button("stop-yes", "stop-yes"), button("stop-no", "stop-no")]]
    : [[button("card-stop", "stop")]];
}
