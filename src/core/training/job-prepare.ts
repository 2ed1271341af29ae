import { DomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import type { Training } from "./model.js";
import { resolveParameters } from "./options.js";
import { jobDocument } from "./trainer-protocol.js";

/**
 * Lays out the job's folder: images, captions, and job.json last. Can be run again; what is there is
 * written anew.
 *
 * @throws DomainError `trainer-bad-dataset` when a frozen image is gone, `storage-failed`, `disk-full`
 */
export async function prepareWorkspace(
  training: Training,
  workspace: Workspace,
  datasets: DatasetRepository,
  blobs: BlobStore,
  signal: AbortSignal,
): Promise<void> {
  const recipe = recipeById(training.recipeId ?? "");
  const ids = training.imageIds ?? [];
  const images = new Map((await datasets.list(training.id)).map((image) => [image.id, image]));
  for (const [index, id] of ids.entries()) {
    signal.throwIfAborted();
    const image = images.get(id);
    if (image?.caption === undefined) {
      throw new DomainError("trainer-bad-dataset", {}, { message: `image ${id} is gone or has no caption` });
    }
    const stem = `dataset/${String(index + 1).padStart(4, "0")}`;
    const extension = image.contentType === "image/png" ? "png" : "jpg";
    await workspace.writeBytes(`${stem}.${extension}`, await blobs.get(image.blobKey));
    await workspace.writeText(`${stem}.txt`, image.caption.text);
  }
  const parameters = resolveParameters(recipe, training.options, ids.length);
  await workspace.writeText("job.json", JSON.stringify(jobDocument(training, recipe, parameters), null, 2));
}
