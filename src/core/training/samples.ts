import { createHash } from "node:crypto";
import type { BlobStore } from "../ports/blob-store.js";
import type { TrainingPictures } from "../ports/training-pictures.js";
import type { Workspace } from "../ports/workspace.js";
import { lazyStream } from "./lazy-stream.js";
import type { Sample, Training } from "./model.js";

/** Four of eight prompts, at eight moments of a training; a picture takes some 200 KB. */
export const MAX_SAMPLES = 64;

/** Where the samples of a training lie among the models' files. */
export function samplesPrefix(trainingId: string): string {
  return `${trainingId}/samples/`;
}

/** A picture that the trainer says it drew. */
export interface DrawnSample {
  readonly step: number;
  /** Counts from 0. */
  readonly prompt: number;
  /** In the job's output folder. */
  readonly path: string;
}

/** Keeps the pictures that the trainer draws. */
export class SampleStore {
  readonly #blobs: BlobStore;
  readonly #pictures: TrainingPictures;

  /** @param deps.blobs the models' */
  constructor(deps: { blobs: BlobStore; pictures: TrainingPictures }) {
    this.#blobs = deps.blobs;
    this.#pictures = deps.pictures;
  }

  /**
   * Stores a sample. Storing it twice leaves one.
   *
   * @throws DomainError `not-found` when the file is not on this host (yet), `image-…`, `storage-failed`,
   *   `disk-full`; TypeError for a path that leaves the folder
   */
  async store(
    trainingId: string,
    workspace: Workspace,
    { step, prompt, path }: DrawnSample,
    signal: AbortSignal,
  ): Promise<Sample> {
    const jpeg = await this.#pictures.sample(lazyStream(() => workspace.read(`output/${path}`), signal));
    const sha256 = createHash("sha256").update(jpeg).digest("hex");
    const blobKey = `${samplesPrefix(trainingId)}${String(step).padStart(6, "0")}-${prompt}.jpg`;
    const { bytes } = await this.#blobs.put(
      blobKey,
      lazyStream(() => Promise.resolve(chunkOf(jpeg)), signal),
      { contentType: "image/jpeg", sha256 },
    );
    return { step, prompt, blobKey, bytes, sha256 };
  }

  /** Deletes pictures that are not kept any more. */
  async drop(samples: readonly Sample[]): Promise<void> {
    for (const { blobKey } of samples) await this.#blobs.delete(blobKey);
  }
}

/** The samples with one more, by step and prompt; the oldest go where there are too many. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const others = samples.filter((one) => !isSame(one, sample));
  const all = [...others, sample].sort((a, b) => a.step - b.step || a.prompt - b.prompt);
  return all.slice(-MAX_SAMPLES);
}

export function isSame(
  one: Pick<Sample, "step" | "prompt">,
  other: Pick<Sample, "step" | "prompt">,
): boolean {
  return one.step === other.step && one.prompt === other.prompt;
}

/** For a training whose samples are deleted. */
export function withoutSamples(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.samples;
  return copy;
}

async function* chunkOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
