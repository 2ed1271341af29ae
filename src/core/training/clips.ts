import { DomainError } from "../errors.js";
import type { BlobStore, ByteStream } from "../ports/blob-store.js";
import type { ClipProcessor, NormalisedClip } from "../ports/clip-processor.js";
import type { ImageProcessor, NormalisedImage } from "../ports/image-processor.js";
import { recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import { extensionOf } from "./dataset-files.js";
import type { DatasetIntake } from "./dataset-intake.js";
import type { Actor, DatasetImage, Training } from "./model.js";

/** Use cases of short videos in a dataset, for the recipes that learn from them. */
export class Clips {
  readonly #intake: DatasetIntake;
  readonly #blobs: BlobStore;
  readonly #images: ImageProcessor;
  readonly #clips: ClipProcessor;

  constructor(deps: {
    intake: DatasetIntake;
    blobs: BlobStore;
    images: ImageProcessor;
    clips: ClipProcessor;
  }) {
    this.#intake = deps.intake;
    this.#blobs = deps.blobs;
    this.#images = deps.images;
    this.#clips = deps.clips;
  }

  /**
   * Adds a clip to a draft: checked, cut to the seconds that are learned, without sound and metadata, stored with a
   * still.
   *
   * @param source as of `Datasets.addImage`
   * @returns it when it is on disk
   * @throws DomainError `clips-not-taken` where the draft's recipe learns from pictures alone; `clip-…`, `dataset-full`,
   *   `image-repeated`, `not-a-draft`, `storage-failed`
   */
  async add(
    actor: Actor,
    trainingId: string,
    source: { sourceId: string; open: () => Promise<ByteStream> },
  ): Promise<DatasetImage> {
    const draft = await this.#intake.open(actor, trainingId, source.sourceId);
    if (!takesClips(draft)) throw new DomainError("clips-not-taken");
    const clip = await this.#clips.normalise(await source.open());
    const still = await this.#images.normalise(clip.still());
    try {
      return await this.#store(actor, draft, source.sourceId, clip, still);
    } finally {
      await still.dispose();
    }
  }

  async #store(
    actor: Actor,
    draft: Training,
    sourceId: string,
    clip: NormalisedClip,
    still: NormalisedImage,
  ): Promise<DatasetImage> {
    const { width, height, bytes, contentType, sha256, frames } = clip;
    return this.#intake.take(actor, draft, async (id) => {
      const blobKey = `${draft.id}/${id}.${extensionOf(contentType)}`;
      const stillKey = `${draft.id}/${id}-still.${extensionOf(still.contentType)}`;
      await this.#blobs.put(blobKey, clip.open(), { contentType, sha256 });
      await this.#blobs.put(stillKey, still.open(), { contentType: still.contentType, sha256: still.sha256 });
      return {
        ...{ sourceId, contentHash: sha256, blobKey, contentType, width, height, bytes },
        clip: { frames, stillKey, stillBytes: still.bytes, stillSha256: still.sha256 },
        quality: still.quality,
      };
    });
  }
}

/** What cameras and the export call a short video; what is in it is told by its bytes. */
const NAME = /\.(mp4|m4v|mov|webm|mkv)$/i;

/** Whether a file is called as short videos are. */
export function isClipName(name: string): boolean {
  return NAME.test(name);
}

/** Whether this is a short video. */
export function isClip({ clip }: DatasetImage): boolean {
  return clip !== undefined;
}

/** Whether clips may be added to a training; not before its base model is chosen. */
function takesClips({ recipeId }: Pick<Training, "recipeId">): boolean {
  return recipeId !== undefined && recipeById(recipeId).clips !== undefined;
}

/** @throws DomainError `clips-in-the-way` where clips are among the images and the recipe learns from pictures alone */
export function checkClips(recipe: Recipe, images: readonly DatasetImage[]): void {
  const count = images.filter(isClip).length;
  if (count > 0 && recipe.clips === undefined) throw new DomainError("clips-in-the-way", { count });
}
