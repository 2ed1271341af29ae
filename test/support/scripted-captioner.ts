import type { Captioner, CaptionRequest } from "../../src/core/ports/captioner.js";

/** Describes with a function of the test. */
export class ScriptedCaptioner implements Captioner {
  describes = true;
  readonly requests: CaptionRequest[] = [];
  /** Requests under way, and the most there ever were. */
  underWay = 0;
  peak = 0;
  answer: (request: CaptionRequest, signal: AbortSignal) => Promise<string> = () =>
    Promise.resolve("a photo");

  async caption(request: CaptionRequest, signal: AbortSignal): Promise<string> {
    this.requests.push(request);
    this.peak = Math.max(this.peak, ++this.underWay);
    try {
      return await this.answer(request, signal);
    } finally {
      this.underWay--;
    }
  }
}
