import { DomainError, isDomainError, type ErrorCode, type ErrorParams } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { triggerOf, type CaptionDescriber } from "./caption-describer.js";
import { setIfThere } from "./caption-store.js";
import { parseCaption } from "./caption-text.js";
import type { Actor, DatasetImage, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** Requests under way at once: quick for forty photos, and under the rate limit of a first-tier key. */
const PARALLEL = 4;

export interface GenerationProgress {
  readonly captioned: number;
  readonly failed: number;
  /** Images that had none when it began. */
  readonly total: number;
  /** The caption that came last. */
  readonly latest?: string;
}

export interface GenerationResult {
  readonly captioned: number;
  readonly failed: number;
  /** Why the last one failed. */
  readonly reason?: FailureReason;
}

export interface FailureReason {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** Whether the same may succeed a little later. */
  readonly retryable: boolean;
}

/** Use cases of captioning: by a describer, by hand, or the trigger word alone. */
export class Captions {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #describer: CaptionDescriber;

  constructor(deps: { records: TrainingRecords; datasets: DatasetRepository; describer: CaptionDescriber }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#describer = deps.describer;
  }

  /** Whether {@link generate} says more than the trigger word. */
  get describes(): boolean {
    return this.#describer.describes;
  }

  /**
   * Captions every image that has none, several at a time; what was captioned is kept when others fail. When
   * none can succeed (the key is refused, the budget is used up) the rest is not tried.
   *
   * @param options.onProgress called after each image
   */
  async generate(
    actor: Actor,
    trainingId: string,
    options: { signal: AbortSignal; onProgress?: (progress: GenerationProgress) => void },
  ): Promise<GenerationResult> {
    const draft = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const todo = images.filter(({ caption }) => caption === undefined);
    const total = todo.length;
    let captioned = 0;
    let failed = 0;
    let reason: FailureReason | undefined;
    const queue = todo.values();
    const work = async (): Promise<void> => {
      for (const image of queue) {
        if (reason !== undefined && isHopeless(reason)) return;
        let latest: string | undefined;
        try {
          latest = await this.#describeUnlessTyped(actor, draft, image, options.signal);
          captioned++;
        } catch (error) {
          if (options.signal.aborted || !isDomainError(error) || isDomainError(error, "not-a-draft"))
            throw error;
          failed++;
          const { code, params, retryable } = error;
          reason = { code, params, retryable };
        }
        options.onProgress?.({ captioned, failed, total, ...(latest !== undefined && { latest }) });
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
    // Only when none works on any more: the caller may change the captions next.
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return { captioned, failed: total - captioned, ...(reason !== undefined && { reason }) };
  }

  /** Captions one image anew. @throws DomainError `captioner-…`, `captions-used-up`, `captions-resting` */
  async regenerate(actor: Actor, imageId: string, signal: AbortSignal): Promise<DatasetImage> {
    const { draft, image } = await this.#imageOfDraft(actor, imageId);
    const caption = await this.#describer.describe(draft, image, signal);
    await this.#records.draft(actor, draft.id);
    return this.#datasets.setCaption(image.id, caption);
  }

  /** A caption typed by hand. @throws DomainError `caption-empty`, `caption-too-long` */
  async edit(actor: Actor, imageId: string, raw: string): Promise<DatasetImage> {
    const { draft, image } = await this.#imageOfDraft(actor, imageId);
    const text = parseCaption(raw, triggerOf(draft));
    return this.#datasets.setCaption(image.id, { text, source: "hand" });
  }

  /** The same caption for all images. @throws DomainError `caption-empty`, `caption-too-long` */
  async setAll(actor: Actor, trainingId: string, raw: string): Promise<void> {
    const text = parseCaption(raw, triggerOf(await this.#records.draft(actor, trainingId)));
    for (const image of await this.#datasets.list(trainingId)) {
      await setIfThere(this.#datasets, image.id, { text, source: "hand" });
    }
  }

  /** The trigger word alone for every image that has no caption. */
  async fillWithTrigger(actor: Actor, trainingId: string): Promise<void> {
    const text = triggerOf(await this.#records.draft(actor, trainingId));
    for (const image of await this.#datasets.list(trainingId)) {
      if (image.caption === undefined)
        await setIfThere(this.#datasets, image.id, { text, source: "trigger" });
    }
  }

  /** The person went through the captions. @throws DomainError `draft-incomplete` while one is missing */
  async finish(actor: Actor, trainingId: string): Promise<Training> {
    await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    if (images.some((image) => image.caption === undefined)) {
      throw new DomainError("draft-incomplete", { step: "captioning" });
    }
    return this.#records.changeDraft(actor, trainingId, (training) => ({ ...training, captioned: true }));
  }

  /** Goes back to the captions. */
  async reopen(actor: Actor, trainingId: string): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (training) => ({ ...training, captioned: false }));
  }

  /** A caption that came otherwise, or an image that went, before this one was made goes before it. */
  async #describeUnlessTyped(
    actor: Actor,
    draft: Training,
    image: DatasetImage,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const before = await this.#datasets.get(image.id);
    if (before === undefined || before.caption !== undefined) return undefined;
    const caption = await this.#describer.describe(draft, image, signal);
    // What was confirmed meanwhile is trained on as it was confirmed.
    await this.#records.draft(actor, draft.id);
    const current = await this.#datasets.get(image.id);
    if (current?.caption?.source === "hand") return undefined;
    await setIfThere(this.#datasets, image.id, caption);
    return caption.text;
  }

  async #imageOfDraft(actor: Actor, imageId: string): Promise<{ draft: Training; image: DatasetImage }> {
    const image = await this.#datasets.get(imageId);
    if (image === undefined) throw new DomainError("not-found");
    return { draft: await this.#records.draft(actor, image.trainingId), image };
  }
}

/** Every other request would meet the same. */
function isHopeless({ code, retryable }: FailureReason): boolean {
  if (code === "captions-used-up" || code === "captions-resting") return true;
  return code === "captioner-unavailable" && !retryable;
}
