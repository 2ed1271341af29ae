import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { blobKeysOf } from "./dataset-files.js";
import type { Training } from "./model.js";

/**
 * Deletes the files of a frozen dataset that no record knows: a process that was killed between a photo's file and
 * its record left them. Not for a draft: there a file without a record may be a photo that is just coming in.
 *
 * @throws DomainError `storage-failed`
 */
export async function dropUnrecorded(
  { id }: Training,
  datasets: DatasetRepository,
  blobs: BlobStore,
): Promise<void> {
  const known = new Set((await datasets.list(id)).flatMap(blobKeysOf));
  for await (const key of blobs.list(`${id}/`)) if (!known.has(key)) await blobs.delete(key);
}
