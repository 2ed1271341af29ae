import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Captioner } from "../ports/captioner.js";
import type { ImageProcessor } from "../ports/image-processor.js";
import type { CaptionBudget } from "./caption-budget.js";
import { captionFocusOf, captionStyleOf } from "./caption-style.js";
import { withTrigger } from "./caption-text.js";
import { isClip } from "./clips.js";
import { pictureKeyOf } from "./dataset-files.js";
import { Gate } from "./gate.js";
import type { Caption, DatasetImage, Training } from "./model.js";

/** A vision model looks at no more detail than this. */
const CAPTION_LONG_SIDE = 1024;
/** Requests under way at once for all people together: three who wait beside each other go at full speed. */
const PARALLEL_IN_ALL = 12;

/** Has images described, in the style that fits the training, within its budget. */
export class CaptionDescriber {
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #captioner: Captioner;
  readonly #budget: CaptionBudget;
  readonly #gate = new Gate(PARALLEL_IN_ALL);

  constructor(deps: {
    blobs: BlobStore;
    images: ImageProcessor;
    captioner: Captioner;
    budget: CaptionBudget;
  }) {
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#captioner = deps.captioner;
    this.#budget = deps.budget;
  }

  /** Whether {@link describe} says more than the trigger word. */
  get describes(): boolean {
    return this.#captioner.describes;
  }

  /** @throws DomainError `captioner-…`, `captions-used-up`, `captions-resting`, `draft-incomplete` without a trigger word */
  async describe(draft: Training, image: DatasetImage, signal: AbortSignal): Promise<Caption> {
    return this.#gate.run(() => this.#ask(draft, image, signal), signal);
  }

  async #ask(draft: Training, image: DatasetImage, signal: AbortSignal): Promise<Caption> {
    const triggerWord = triggerOf(draft);
    const jpeg = await this.#images.thumbnail(await this.#blobs.get(pictureKeyOf(image)), CAPTION_LONG_SIDE);
    const request = {
      image: jpeg,
      isFrame: isClip(image),
      triggerWord,
      style: captionStyleOf(draft),
      focus: captionFocusOf(draft),
    };
    if (!this.#captioner.describes) {
      return {
        text: withTrigger(await this.#captioner.caption(request, signal), triggerWord),
        source: "trigger",
      };
    }
    await this.#budget.take(draft.ownerId, draft.id);
    try {
      return { text: withTrigger(await this.#captioner.caption(request, signal), triggerWord), source: "ai" };
    } catch (error) {
      if (isDomainError(error, "captioner-unavailable")) await this.#budget.giveBack(draft.ownerId, draft.id);
      throw error;
    }
  }
}

/** @throws DomainError `draft-incomplete` */
export function triggerOf(draft: Training): string {
  if (draft.triggerWord === undefined) throw new DomainError("draft-incomplete", { step: "trigger" });
  return draft.triggerWord;
}
