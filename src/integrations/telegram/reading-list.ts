import { allWithin } from "./deadline.js";
import { Turns } from "./turns.js";

/** A file of a draft that is read beside the chat. */
interface Reading {
  run(): Promise<void>;
  /** Whether nothing comes of it any more. */
  readonly hasRead: boolean;
}

interface Entry<Job> {
  readonly job: Job;
  readonly abort: AbortController;
  readonly reading: () => Reading | undefined;
  readonly done: Promise<void>;
}

/** What is read beside the conversations, and what waits for it: lane by lane, each in its order. */
export class ReadingList<Job extends { readonly draftId: string }> {
  readonly #lanes = new Turns();
  readonly #entries = new Map<string, Entry<Job>>();
  readonly #onFailure: (job: Job, error: unknown) => void;

  /** @param onFailure hears of one that ended with an error */
  constructor(onFailure: (job: Job, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Reads it when its lane is free; one that is listed already is not listed again. */
  start(key: string, lane: string, job: Job, begin: (signal: AbortSignal) => Reading): void {
    if (this.#entries.get(key)?.abort.signal.aborted === false) return;
    const abort = new AbortController();
    let reading: Reading | undefined;
    const done = this.#lanes
      .run(lane, () => {
        reading = begin(abort.signal);
        return reading.run();
      })
      .catch((error: unknown) => {
        this.#onFailure(job, error);
      })
      .finally(() => {
        if (this.#entries.get(key)?.abort === abort) this.#entries.delete(key);
      });
    this.#entries.set(key, { job, abort, reading: () => reading, done });
  }

  /** How many of a draft are read or wait. */
  count(draftId: string): number {
    return this.#of(draftId).length;
  }

  /** Whether more may come of what is listed for a draft. */
  isReading(draftId: string): boolean {
    return this.#of(draftId).some(([, { reading }]) => reading()?.hasRead !== true);
  }

  /**
   * Reads no further in those of a draft that are meant. One that had begun is waited for before it is forgotten.
   *
   * @param forget removes what is kept of it
   * @returns whether there was one
   */
  async cancel(
    draftId: string,
    isMeant: (job: Job) => boolean,
    forget: (job: Job) => Promise<void>,
  ): Promise<boolean> {
    const meant = this.#of(draftId).filter(([, { job }]) => isMeant(job));
    for (const [key, { job, abort, reading, done }] of meant) {
      abort.abort();
      if (reading() !== undefined) await done;
      await forget(job);
      this.#entries.delete(key);
    }
    return meant.length > 0;
  }

  /** Ends after what is under way, or at the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    const all = [...this.#entries.values()];
    for (const { abort } of all) abort.abort();
    await allWithin(
      deadlineMs,
      all.map(({ done }) => done),
    );
  }

  #of(draftId: string): [string, Entry<Job>][] {
    return [...this.#entries].filter(([, { job }]) => job.draftId === draftId);
  }
}
