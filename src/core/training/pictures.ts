import { isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { SampleTile, TrainingPictures } from "../ports/training-pictures.js";
import type { Actor, Sample, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** A line needs two ends. */
const MIN_LOSSES = 2;
/** Under the plot: a row, or two where there are many prompts. */
const NEWEST = 4;
const NEWEST_OF_ONE_STEP = 8;
/** In one picture of samples: rows of four that a phone still shows large enough. */
const ON_A_SHEET = 16;
/** A sample as it is stored is far smaller; what is larger is not of our making. */
const MAX_SAMPLE_BYTES = 8 * 2 ** 20;

/** What there is to see of a training: its loss as a plot, and its samples. */
export class Pictures {
  readonly #records: TrainingRecords;
  readonly #blobs: BlobStore;
  readonly #drawing: TrainingPictures;

  /** @param deps.blobs the models' */
  constructor(deps: { records: TrainingRecords; blobs: BlobStore; drawing: TrainingPictures }) {
    this.#records = deps.records;
    this.#blobs = deps.blobs;
    this.#drawing = deps.drawing;
  }

  /**
   * The plot and the newest samples, as a JPEG; undefined while there is nothing to show.
   *
   * @throws DomainError `storage-failed`, `image-unreadable`
   */
  async ofProgress(training: Training): Promise<Uint8Array | undefined> {
    const { losses = [], progress, quote } = training;
    const samples = await this.#tiles(newest(training.samples ?? []));
    const plotted = losses.length < MIN_LOSSES ? [] : losses;
    if (plotted.length + samples.length === 0) return undefined;
    const steps = progress?.steps ?? quote?.steps ?? 0;
    return this.#drawing.progress({ losses: plotted, steps, samples });
  }

  /**
   * All samples by step, as JPEGs of up to sixteen; none where there are no samples.
   *
   * @throws DomainError `not-found`, `not-yours`, `storage-failed`
   */
  async ofSamples(actor: Actor, trainingId: string): Promise<Uint8Array[]> {
    const { samples = [] } = await this.#records.owned(actor, trainingId);
    const sheets: Uint8Array[] = [];
    for (let from = 0; from < samples.length; from += ON_A_SHEET) {
      const tiles = await this.#tiles(samples.slice(from, from + ON_A_SHEET));
      if (tiles.length > 0) sheets.push(await this.#drawing.grid(tiles));
    }
    return sheets;
  }

  /**
   * The samples of some steps, as many of each as there is room for; undefined where there are none.
   *
   * @throws DomainError `not-found`, `not-yours`, `storage-failed`
   */
  async ofSteps(actor: Actor, trainingId: string, steps: readonly number[]): Promise<Uint8Array | undefined> {
    const { samples = [] } = await this.#records.owned(actor, trainingId);
    const each = Math.max(1, Math.floor(ON_A_SHEET / steps.length));
    const shown = steps.flatMap((step) => samples.filter((sample) => sample.step === step).slice(0, each));
    const tiles = await this.#tiles(shown.slice(0, ON_A_SHEET));
    return tiles.length === 0 ? undefined : this.#drawing.grid(tiles);
  }

  /** Those that are gone are left out: a training that does not end well takes its samples with it. */
  async #tiles(samples: readonly Sample[]): Promise<SampleTile[]> {
    const tiles: SampleTile[] = [];
    for (const { step, blobKey, bytes } of samples) {
      if (bytes > MAX_SAMPLE_BYTES) continue;
      const picture = await this.#read(blobKey);
      if (picture !== undefined) tiles.push({ step, picture });
    }
    return tiles;
  }

  async #read(blobKey: string): Promise<Uint8Array | undefined> {
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await this.#blobs.get(blobKey)) chunks.push(chunk);
      return Buffer.concat(chunks);
    } catch (error) {
      if (isDomainError(error, "not-found")) return undefined;
      throw error;
    }
  }
}

/** Those of the newest step, and where they are few the ones before, so that one sees what has changed. */
function newest(samples: readonly Sample[]): readonly Sample[] {
  const last = samples.at(-1)?.step;
  const ofLast = samples.filter(({ step }) => step === last);
  return ofLast.length > NEWEST ? ofLast.slice(0, NEWEST_OF_ONE_STEP) : samples.slice(-NEWEST);
}
