import { isDomainError } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { Captions, FailureReason } from "./captions.js";
import type { Actor } from "./model.js";
import { rest } from "./patience.js";
import type { TrainingRecords } from "./records.js";

export const CAPTION_RUNS = "caption-runs";
/** More than can be at work on one key at a time; those beyond go on at the next start. */
const MAX_RECOVERED = 1_000;
/** A server that is too busy is asked again after these; its client has tried thrice by itself before. */
const RETRY_PAUSES_MS = [5_000, 20_000];
/** A listener that could not tell is asked again after these. */
const TELL_PAUSES_MS = [2_000, 10_000, 30_000, 60_000, 120_000, 300_000];

const STOPPED = new Error("the person stopped it");
const PAUSED = new Error("this process lets others go on with it");
const REPLACED = new Error("it is begun anew");

/** Images of a training being described, on its own, while the person does other things. */
export interface CaptionRun {
  /** Who began it. */
  readonly actor: Actor;
  readonly ownerId: string;
  readonly trainingId: string;
  /** The one image that is captioned anew, with the caption it had; without it, all that have none. */
  readonly redo?: { readonly imageId: string; readonly before?: string };
}

export interface RunProgress {
  /** Images of the dataset that have a caption. */
  readonly written: number;
  readonly total: number;
  readonly latest?: string;
}

export interface RunEnd {
  /** "gone" when there is no such draft, or no such image, any more. */
  readonly outcome: "done" | "stopped" | "gone";
  /** Images that were to be captioned and were not. */
  readonly failed: number;
  readonly reason?: FailureReason;
}

/** Who shows how the runs go. */
export interface CaptionRunListener {
  progress(run: CaptionRun, progress: RunProgress): void;
  /** Told until it resolves, within bounds; again after a crash in the middle of it. */
  ended(run: CaptionRun, end: RunEnd): Promise<void>;
}

interface Active {
  readonly run: CaptionRun;
  readonly abort: AbortController;
  done: Promise<void>;
  telling: boolean;
}

/**
 * Runs of the describer that nobody waits for. What runs is written down first: after a crash it goes on with
 * the images that have no caption yet.
 */
export class CaptionRuns {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #captions: Captions;
  readonly #keyValues: KeyValueStore;
  readonly #logger: Logger;
  readonly #retryPausesMs: readonly number[];
  readonly #active = new Map<string, Active>();
  #listener: CaptionRunListener | undefined;

  constructor(deps: {
    records: TrainingRecords;
    datasets: DatasetRepository;
    captions: Captions;
    keyValues: KeyValueStore;
    logger: Logger;
    /** In milliseconds, before each further try of what a busy server refused. */
    retryPausesMs?: readonly number[];
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#captions = deps.captions;
    this.#keyValues = deps.keyValues;
    this.#logger = deps.logger;
    this.#retryPausesMs = deps.retryPausesMs ?? RETRY_PAUSES_MS;
  }

  /** There is one listener. */
  listen(listener: CaptionRunListener): void {
    this.#listener = listener;
  }

  /** Goes on with what a process that died, or let go, left. */
  async recover(): Promise<void> {
    for (const { value } of await this.#keyValues.list(CAPTION_RUNS, MAX_RECOVERED)) {
      const run = value as CaptionRun;
      if (!this.#active.has(keyOf(run))) this.#begin(run);
    }
  }

  /** Lets go of everything; what runs goes on where {@link recover} is called next. */
  async pause(): Promise<void> {
    const active = [...this.#active.values()];
    for (const { abort } of active) abort.abort(PAUSED);
    await Promise.all(active.map(({ done }) => done));
  }

  /** Begins to describe all that have no caption. False when that is under way already. */
  async start(actor: Actor, trainingId: string): Promise<boolean> {
    const { ownerId } = await this.#records.draft(actor, trainingId);
    return this.#start({ actor, ownerId, trainingId });
  }

  /** Begins to describe one image anew. False when that is under way already, or it is not there. */
  async redo(actor: Actor, trainingId: string, imageId: string): Promise<boolean> {
    const { ownerId } = await this.#records.draft(actor, trainingId);
    const image = (await this.#datasets.list(trainingId)).find(({ id }) => id === imageId);
    if (image === undefined) return false;
    const { caption } = image;
    return this.#start({
      actor,
      ownerId,
      trainingId,
      redo: { imageId, ...(caption !== undefined && { before: caption.text }) },
    });
  }

  /** Whether images without captions are being described. */
  runs(trainingId: string): boolean {
    return this.#of(trainingId).some(({ run, telling }) => run.redo === undefined && !telling);
  }

  /** Ends all that runs for a training; when it resolves no caption comes any more. False when nothing ran. */
  async stop(actor: Actor, trainingId: string): Promise<boolean> {
    await this.#records.owned(actor, trainingId);
    return this.drop(trainingId);
  }

  /** As {@link stop}, for a training that is gone. */
  async drop(trainingId: string): Promise<boolean> {
    const active = this.#of(trainingId);
    for (const { abort } of active) abort.abort(STOPPED);
    await Promise.all(active.map(({ done }) => done));
    return active.length > 0;
  }

  #of(trainingId: string): Active[] {
    return [...this.#active.values()].filter(({ run }) => run.trainingId === trainingId);
  }

  async #start(run: CaptionRun): Promise<boolean> {
    const key = keyOf(run);
    const before = this.#active.get(key);
    if (before !== undefined && !before.telling) return false;
    before?.abort.abort(REPLACED);
    await before?.done;
    await this.#keyValues.write(CAPTION_RUNS, key, run);
    if (this.#active.has(key)) return false;
    this.#begin(run);
    return true;
  }

  #begin(run: CaptionRun): void {
    const active: Active = { run, abort: new AbortController(), done: Promise.resolve(), telling: false };
    this.#active.set(keyOf(run), active);
    active.done = this.#work(active)
      .catch((error: unknown) => {
        this.#logger.error("a caption run broke off", { training: run.trainingId, error });
      })
      .finally(() => this.#active.delete(keyOf(run)));
  }

  async #work(active: Active): Promise<void> {
    const { run, abort } = active;
    const end = await this.#describe(run, abort.signal).catch((error: unknown) =>
      this.#endOf(run, error, abort),
    );
    if (end === undefined) return;
    active.telling = true;
    await this.#tell(run, end, abort.signal);
    if (abort.signal.reason !== PAUSED) await this.#keyValues.delete(CAPTION_RUNS, keyOf(run));
  }

  /** Gives nothing when it was only let go of. */
  #endOf(run: CaptionRun, error: unknown, { signal }: AbortController): RunEnd | undefined {
    if (signal.reason === PAUSED) return undefined;
    if (signal.aborted) return { outcome: "stopped", failed: 0 };
    if (isDomainError(error, "not-found", "not-yours", "not-a-draft")) return { outcome: "gone", failed: 0 };
    if (isDomainError(error)) {
      const { code, params, retryable } = error;
      return { outcome: "done", failed: 1, reason: { code, params, retryable } };
    }
    this.#logger.error("captions could not be made", { training: run.trainingId, error });
    return { outcome: "done", failed: 1, reason: { code: "internal", params: {}, retryable: false } };
  }

  async #describe(run: CaptionRun, signal: AbortSignal): Promise<RunEnd> {
    if (run.redo !== undefined) return this.#describeAnew(run, run.redo, signal);
    for (const pause of [...this.#retryPausesMs, undefined]) {
      const { failed, reason } = await this.#round(run, signal);
      if (failed === 0 || reason?.retryable !== true || pause === undefined) {
        return { outcome: "done", failed, ...(reason !== undefined && { reason }) };
      }
      await rest(pause, signal);
    }
    throw new Error("the last round returns");
  }

  async #round(run: CaptionRun, signal: AbortSignal) {
    const { actor, trainingId } = run;
    const total = await this.#datasets.count(trainingId);
    return this.#captions.generate(actor, trainingId, {
      signal,
      onProgress: ({ captioned, total: todo, latest }) => {
        const written = total - todo + captioned;
        this.#listener?.progress(run, { written, total, ...(latest !== undefined && { latest }) });
      },
    });
  }

  async #describeAnew(
    { actor }: CaptionRun,
    { imageId, before }: { imageId: string; before?: string },
    signal: AbortSignal,
  ): Promise<RunEnd> {
    const image = await this.#datasets.get(imageId);
    // A process that died may have written it: it is not paid for twice.
    if (image?.caption?.text === before) await this.#captions.regenerate(actor, imageId, signal);
    return { outcome: "done", failed: 0 };
  }

  async #tell(run: CaptionRun, end: RunEnd, signal: AbortSignal): Promise<void> {
    for (const pause of [...TELL_PAUSES_MS, undefined]) {
      try {
        await this.#listener?.ended(run, end);
        return;
      } catch (error) {
        this.#logger.warn("the end of a caption run could not be told", { training: run.trainingId, error });
        if (pause === undefined || signal.aborted) return;
        await rest(pause, signal).catch(() => undefined);
      }
    }
  }
}

function keyOf({ ownerId, trainingId, redo }: CaptionRun): string {
  const key = `${ownerId}/${trainingId}`;
  return redo === undefined ? key : `${key}/${redo.imageId}`;
}
