import { isDomainError, type ErrorCode } from "../errors.js";
import type { Archive, ArchiveReader } from "../ports/archive-reader.js";
import type { ByteStream } from "../ports/blob-store.js";
import { ArchiveBudget } from "./archive-budget.js";
import { sortArchive, type ArchivedPhoto } from "./archive-contents.js";
import { ArchiveTally, type ArchiveProgress } from "./archive-tally.js";
import type { Captions } from "./captions.js";
import { isClipName, type Clips } from "./clips.js";
import type { Datasets } from "./dataset.js";
import type { Actor } from "./model.js";

export interface ArchiveSource {
  /** The platform's name of the file: the same for the same file. */
  readonly archiveId: string;
  readonly open: () => Promise<ByteStream>;
}

/** Refusals that are about the whole reading, not about the photo at which they came up. */
const ENDS: readonly ErrorCode[] = ["archive-bomb", "dataset-full", "storage-failed", "disk-full"];
const GONE: readonly ErrorCode[] = ["not-found", "not-yours", "not-a-draft"];

/** Use cases of an archive with photos and captions: it is taken photo by photo, as if each had been sent. */
export class ArchiveImports {
  readonly #reader: ArchiveReader;
  readonly #datasets: Datasets;
  readonly #clips: Clips;
  readonly #captions: Captions;

  constructor(deps: { reader: ArchiveReader; datasets: Datasets; clips: Clips; captions: Captions }) {
    this.#reader = deps.reader;
    this.#datasets = deps.datasets;
    this.#clips = deps.clips;
    this.#captions = deps.captions;
  }

  /**
   * Adds an archive's photos with their captions.
   *
   * @param options.begun how far an earlier reading of this archive came, which died; none is counted twice
   * @param options.onProgress called after each photo; the next is taken when it is done
   * @returns what was taken and what was not; `ended` says why the rest was not looked at
   * @throws DomainError `archive-…` before anything was added, `not-found`, `not-yours`, `not-a-draft`,
   *   `disk-full`, what opening the source throws; the signal's reason when it aborts
   */
  async add(
    actor: Actor,
    trainingId: string,
    source: ArchiveSource,
    options: {
      begun?: ArchiveProgress;
      onProgress?: (progress: ArchiveProgress) => Promise<void>;
      signal: AbortSignal;
    },
  ): Promise<ArchiveProgress> {
    await this.#datasets.list(actor, trainingId);
    const archive = await this.#reader.open(await source.open());
    try {
      return await this.#addAll(actor, trainingId, source.archiveId, archive, options);
    } finally {
      await archive.close();
    }
  }

  async #addAll(
    actor: Actor,
    trainingId: string,
    archiveId: string,
    archive: Archive,
    { begun, onProgress, signal }: Parameters<ArchiveImports["add"]>[3],
  ): Promise<ArchiveProgress> {
    const { photos, refused } = sortArchive(archive.entries);
    const budget = new ArchiveBudget();
    budget.check(
      photos.flatMap(({ entry, caption }) => (caption === undefined ? [entry] : [entry, caption])),
    );
    const tally = new ArchiveTally(begun ?? { refused });
    const first = tally.progress.next;
    for (const [place, photo] of photos.entries()) {
      if (place < first) continue;
      signal.throwIfAborted();
      // The photo at which an earlier reading died may be there already.
      const mayBeOurs = begun !== undefined && place === first;
      try {
        await this.#addOne({ actor, trainingId, archiveId, budget, tally, mayBeOurs }, photo);
      } catch (error) {
        if (!isDomainError(error, ...ENDS)) throw error;
        return tally.end(error, photos.length - place);
      }
      tally.step();
      await onProgress?.(tally.progress);
    }
    return tally.progress;
  }

  async #addOne(work: Work, photo: ArchivedPhoto): Promise<void> {
    const { tally } = work;
    let imageId: string | undefined;
    try {
      imageId = await this.#image(work, photo);
      tally.photo();
    } catch (error) {
      if (!isDomainError(error) || ENDS.includes(error.code) || GONE.includes(error.code)) throw error;
      if (error.code === "image-repeated") tally.repeated();
      else tally.refuse(photo.entry.name, error);
    }
    if (imageId === undefined || photo.caption === undefined) return;
    try {
      await this.#captions.edit(work.actor, imageId, await work.budget.text(photo.caption));
      tally.caption();
    } catch (error) {
      if (!isDomainError(error) || ENDS.includes(error.code)) throw error;
      // A photo that was taken out again meanwhile needs no caption.
      if (error.code !== "not-found") tally.refuse(photo.caption.name, error);
    }
  }

  async #image(work: Work, { index, entry }: ArchivedPhoto): Promise<string> {
    const { actor, trainingId, archiveId, budget, mayBeOurs } = work;
    const sourceId = sourceOf(archiveId, index);
    const open = (): Promise<ByteStream> => Promise.resolve(budget.photo(entry));
    try {
      const source = { sourceId, open };
      if (isClipName(entry.name)) return (await this.#clips.add(actor, trainingId, source)).id;
      return (await this.#datasets.addImage(actor, trainingId, source)).id;
    } catch (error) {
      if (!mayBeOurs || !isDomainError(error, "image-repeated")) throw error;
      const images = await this.#datasets.list(actor, trainingId);
      const ours = images.find((image) => image.sourceId === sourceId);
      if (ours === undefined) throw error;
      return ours.id;
    }
  }
}

interface Work {
  readonly actor: Actor;
  readonly trainingId: string;
  readonly archiveId: string;
  readonly budget: ArchiveBudget;
  readonly tally: ArchiveTally;
  readonly mayBeOurs: boolean;
}

function sourceOf(archiveId: string, index: number): string {
  return `${archiveId}/${index}`;
}

/** Whether a photo came from this archive. */
export function isFromArchive(image: { readonly sourceId: string }, archiveId: string): boolean {
  return image.sourceId.startsWith(`${archiveId}/`);
}
