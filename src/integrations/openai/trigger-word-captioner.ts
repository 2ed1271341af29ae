import type { Captioner, CaptionRequest } from "../../core/ports/captioner.js";

/** Where no vision model is set up: the trigger word alone, for the person to write more. */
export class TriggerWordCaptioner implements Captioner {
  readonly describes = false;

  caption({ triggerWord }: CaptionRequest): Promise<string> {
    return Promise.resolve(triggerWord);
  }
}
