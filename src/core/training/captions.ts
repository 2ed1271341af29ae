import { DomainError, isDomainError, type ErrorCode } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Captioner } from "../ports/captioner.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { ImageProcessor } from "../ports/image-processor.js";
import { recipeById } from "../recipes/index.js";
import { parseCaption, withTrigger } from "./caption-text.js";
import type { Actor, Caption, DatasetImage, Training } from "./model.js";
import { setIfThere } from "./caption-store.js";
import type { TrainingRecords } from "./records.js";

/** A vision model looks at no more detail than this. */
const CAPTION_LONG_SIDE = 1024;
/** Requests under way at once: quick for forty photos, and under the rate limit of a first-tier key. */
const PARALLEL = 4;

export interface GenerationResult {
  readonly captioned: number;
  readonly failed: number;
  /** Why the last one failed. */
  readonly reason?: ErrorCode;
}

/** Use cases of captioning: by a describer, by hand, or the trigger word alone. */
export class Captions {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #captioner: Captioner;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    blobs: BlobStore;
    images: ImageProcessor;
    captioner: Captioner;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#captioner = deps.captioner;
  }

  /** Whether {@link generate} says more than the trigger word. */
  get describes(): boolean {
    return this.#captioner.describes;
  }

  /**
   * Captions every image that has none, several at a time; what was captioned is kept when others fail.
   *
   * @param options.redo caption also the images whose caption came from here before
   * @param options.onProgress called after each image
   */
  async generate(
    actor: Actor,
    trainingId: string,
    options: { redo?: boolean; signal: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<GenerationResult> {
    const draft = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const todo = images.filter(
      ({ caption }) => caption === undefined || (options.redo === true && caption.source !== "hand"),
    );
    let captioned = 0;
    let failed = 0;
    let reason: ErrorCode | undefined;
    const queue = todo.values();
    const work = async (): Promise<void> => {
      for (const image of queue) {
        try {
          await this.#describeUnlessTyped(draft, image, options.signal);
          captioned++;
        } catch (error) {
          if (options.signal.aborted || !isDomainError(error)) throw error;
          failed++;
          reason = error.code;
        }
        options.onProgress?.(captioned + failed, todo.length);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
    // Only when none works on any more: the caller may change the captions next.
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return { captioned, failed, ...(reason !== undefined && { reason }) };
  }

  /** Captions one image anew. @throws DomainError `captioner-…` */
  async regenerate(actor: Actor, imageId: string, signal: AbortSignal): Promise<DatasetImage> {
    const { draft, image } = await this.#imageOfDraft(actor, imageId);
    return this.#describe(draft, image, signal);
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

  async #describe(draft: Training, image: DatasetImage, signal: AbortSignal): Promise<DatasetImage> {
    return this.#datasets.setCaption(image.id, await this.#ask(draft, image, signal));
  }

  /** A caption that the person typed, or an image that they removed, while this one was made goes before it. */
  async #describeUnlessTyped(draft: Training, image: DatasetImage, signal: AbortSignal): Promise<void> {
    const caption = await this.#ask(draft, image, signal);
    const current = await this.#datasets.get(image.id);
    if (current?.caption?.source === "hand") return;
    await setIfThere(this.#datasets, image.id, caption);
  }

  async #ask(draft: Training, image: DatasetImage, signal: AbortSignal): Promise<Caption> {
    const triggerWord = triggerOf(draft);
    const recipe = draft.recipeId === undefined ? undefined : recipeById(draft.recipeId);
    const jpeg = await this.#images.thumbnail(await this.#blobs.get(image.blobKey), CAPTION_LONG_SIDE);
    const description = await this.#captioner.caption(
      {
        image: jpeg,
        triggerWord,
        style: recipe?.captionStyle ?? "sentence",
        isStyle: draft.options.subject === "style",
      },
      signal,
    );
    const source = this.#captioner.describes ? "ai" : "trigger";
    return { text: withTrigger(description, triggerWord), source };
  }

  async #imageOfDraft(actor: Actor, imageId: string): Promise<{ draft: Training; image: DatasetImage }> {
    const image = await this.#datasets.get(imageId);
    if (image === undefined) throw new DomainError("not-found");
    return { draft: await this.#records.draft(actor, image.trainingId), image };
  }
}

function triggerOf(draft: Training): string {
  if (draft.triggerWord === undefined) throw new DomainError("draft-incomplete", { step: "trigger" });
  return draft.triggerWord;
}
