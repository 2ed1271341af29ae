import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { JobRuntime } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { MaskMaker, MaskReport } from "../ports/mask-maker.js";
import type { Workspace } from "../ports/workspace.js";
import { recipeById } from "../recipes/index.js";
import { basisOf } from "./basis.js";
import { withTrigger } from "./caption-text.js";
import { extensionOf } from "./dataset-files.js";
import { dropUnrecorded } from "./dataset-leftovers.js";
import { makeMasks, masksMade } from "./job-masks.js";
import { lazyStream } from "./lazy-stream.js";
import { learnsWithMasks } from "./masks.js";
import type { Caption, Training } from "./model.js";
import { resolveParameters } from "./options.js";
import { untilAborted, untilRuntimeAnswers } from "./patience.js";
import { jobDocument } from "./trainer-protocol.js";
import { textOf } from "./workspace-text.js";

/** Written last: where it stands the folder is whole. */
const JOB_DOCUMENT = "job.json";

/**
 * Gets the runtime ready, for as long as the signal lets it.
 *
 * @throws DomainError `trainer-start`, `trainer-away`, `disk-full`
 */
export async function prepareRuntime(
  runtime: JobRuntime,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const prepare = (): Promise<void> =>
    runtime.prepare((message) => {
      logger.info("preparing the runtime", { detail: message });
    });
  try {
    await untilRuntimeAnswers(() => untilAborted(prepare(), signal), signal, logger);
  } catch (cause) {
    if (signal.aborted || isDomainError(cause)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError("trainer-start", {}, { cause, message });
  }
}

/** Where a job's images and the weights that it begins with are kept, and what makes masks of the images. */
export interface TrainingMaterial {
  readonly datasets: DatasetRepository;
  readonly datasetBlobs: BlobStore;
  readonly modelBlobs: BlobStore;
  /** Absent where this worker makes none. */
  readonly masks?: MaskMaker | undefined;
}

/**
 * Lays out the job's folder: images, captions, weights to begin with, masks, and job.json last. Can be run again: a
 * folder that is whole stays as it is (the dataset is frozen), what was left half-way is written anew.
 *
 * @returns what came of the masks, where the training learns with them
 * @throws DomainError `trainer-bad-dataset` when a frozen image is gone,
 *   `basis-gone` when the model to begin with is, `masks-unavailable`, `trainer-away`,
 *   `storage-failed`, `disk-full`
 */
export async function prepareWorkspace(
  training: Training,
  workspace: Workspace,
  { datasets, datasetBlobs: blobs, modelBlobs, masks }: TrainingMaterial,
  signal: AbortSignal,
): Promise<MaskReport | undefined> {
  const recipe = recipeById(training.recipeId ?? "");
  const ids = training.imageIds ?? [];
  const parameters = resolveParameters(recipe, training.options, ids.length);
  const document = JSON.stringify(jobDocument(training, recipe, parameters), null, 2);
  const masked = learnsWithMasks(training);
  if ((await textOf(workspace, JOB_DOCUMENT)) === document) return masked ? masksMade(workspace) : undefined;
  const images = new Map((await datasets.list(training.id)).map((image) => [image.id, image]));
  for (const [index, id] of ids.entries()) {
    const image = images.get(id);
    if (image?.caption === undefined) {
      throw new DomainError("trainer-bad-dataset", {}, { message: `image ${id} is gone or has no caption` });
    }
    const stem = `dataset/${String(index + 1).padStart(4, "0")}`;
    const file = lazyStream(() => openImage(blobs, image.blobKey), signal);
    await workspace.writeBytes(`${stem}.${extensionOf(image.contentType)}`, file);
    await workspace.writeText(`${stem}.txt`, captionOf(image.caption, training));
  }
  for (const { blobKey, role } of basisOf(training, parameters)?.files ?? []) {
    const file = lazyStream(() => openWeights(modelBlobs, blobKey), signal);
    await workspace.writeBytes(`initial/${role}.safetensors`, file);
  }
  const report = masked ? await makeMasks(masks, training.id, workspace, signal) : undefined;
  await dropUnrecorded(training, datasets, blobs);
  signal.throwIfAborted();
  await workspace.writeText(JOB_DOCUMENT, document);
  return report;
}

/** Whether the job's folder was laid out on this host: a training that another host began is not here. */
export function isPrepared(workspace: Workspace): Promise<boolean> {
  return workspace.exists(JOB_DOCUMENT);
}

/** With the trigger word, also where a change of it stopped half way through the captions. */
function captionOf({ text }: Caption, { triggerWord }: Training): string {
  return triggerWord === undefined ? text : withTrigger(text, triggerWord);
}

async function openWeights(blobs: BlobStore, blobKey: string): ReturnType<BlobStore["get"]> {
  try {
    return await blobs.get(blobKey);
  } catch (cause) {
    throw isDomainError(cause, "not-found") ? new DomainError("basis-gone", {}, { cause }) : cause;
  }
}

async function openImage(blobs: BlobStore, blobKey: string): ReturnType<BlobStore["get"]> {
  try {
    return await blobs.get(blobKey);
  } catch (cause) {
    if (!isDomainError(cause, "not-found")) throw cause;
    throw new DomainError("trainer-bad-dataset", {}, { cause, message: `the file ${blobKey} is gone` });
  }
}
