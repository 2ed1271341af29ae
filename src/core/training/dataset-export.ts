import { DomainError } from "../errors.js";
import { fileStem } from "../models/file-name.js";
import type { Archive, ArchiveEntry, ArchiveWriter } from "../ports/archive-writer.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { extensionOf } from "./dataset-files.js";
import type { Actor, DatasetImage } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** Long enough to sit down at a computer; the photos are nobody else's. */
const LINK_SECONDS = 24 * 3600;

export interface DatasetArchive extends Archive {
  readonly fileName: string;
  readonly images: number;
}

/** A dataset for the person's own keeping: a zip of the photos, each with its caption in a text of its number. */
export class DatasetExport {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #datasetBlobs: BlobStore;
  readonly #linkedBlobs: BlobStore;
  readonly #archives: ArchiveWriter;

  /** @param deps.linkedBlobs the store whose files can be linked; the datasets' own never are */
  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    datasetBlobs: BlobStore;
    linkedBlobs: BlobStore;
    archives: ArchiveWriter;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#datasetBlobs = deps.datasetBlobs;
    this.#linkedBlobs = deps.linkedBlobs;
    this.#archives = deps.archives;
  }

  /** The dataset as it is now, as an archive to read. @throws DomainError `not-found` (also of no photo), `not-yours` */
  async archive(actor: Actor, trainingId: string): Promise<DatasetArchive> {
    const { name } = await this.#records.owned(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    if (images.length === 0) throw new DomainError("not-found");
    const archive = this.#archives.archive(images.flatMap((image) => this.#entriesOf(image)));
    const fileName = `${fileStem(name ?? "") ?? "photos"}.zip`;
    return { bytes: archive.bytes, open: () => archive.open(), fileName, images: images.length };
  }

  /**
   * Stores the archive beside the models and links to it, for a day. It goes with the training; the next one
   * takes its place.
   *
   * @throws DomainError as {@link archive}, `storage-failed`, `disk-full`
   */
  async link(actor: Actor, trainingId: string): Promise<string> {
    const archive = await this.archive(actor, trainingId);
    const key = `${exportPrefix(trainingId)}dataset.zip`;
    await this.#linkedBlobs.put(key, archive.open(), { contentType: "application/zip" });
    return this.#linkedBlobs.link(key, { fileName: archive.fileName, expiresInSeconds: LINK_SECONDS });
  }

  #entriesOf({ position, contentType, bytes, addedAt, blobKey, caption }: DatasetImage): ArchiveEntry[] {
    const stem = String(position).padStart(3, "0");
    const photo: ArchiveEntry = {
      name: `${stem}.${extensionOf(contentType)}`,
      bytes,
      modifiedAt: addedAt,
      open: () => this.#datasetBlobs.get(blobKey),
    };
    if (caption === undefined) return [photo];
    const text = Buffer.from(caption.text, "utf8");
    const beside: ArchiveEntry = {
      name: `${stem}.txt`,
      bytes: text.byteLength,
      modifiedAt: addedAt,
      open: () => Promise.resolve(once(text)),
    };
    return [photo, beside];
  }
}

/** Where the exports of a training lie in the store that is linked. */
export function exportPrefix(trainingId: string): string {
  return `exports/${trainingId}/`;
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one chunk
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
