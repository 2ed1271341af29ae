import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";

const NAMESPACE = "pauses";
const ALL = "all";
const MAX_PAUSES = 1_000;

interface Pause {
  readonly at: number;
}

/** What is paused at one moment. */
export interface PauseState {
  /** No worker takes a new training. */
  readonly all: boolean;
  /** Workers that take nothing more, and since when. */
  readonly draining: ReadonlyMap<string, number>;
}

/**
 * Which workers may begin something new. It is kept in the database, so that every worker sees it and a
 * restart does not lift it. The queue takes trainings all the same.
 */
export class Pauses {
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;

  constructor(keyValues: KeyValueStore, clock: Clock) {
    this.#keyValues = keyValues;
    this.#clock = clock;
  }

  async state(): Promise<PauseState> {
    const entries = await this.#keyValues.list(NAMESPACE, MAX_PAUSES);
    const draining = entries.flatMap(({ key, value }) => {
      const workerId = workerOf(key);
      return workerId === undefined ? [] : [[workerId, (value as Pause).at] as const];
    });
    return { all: entries.some(({ key }) => key === ALL), draining: new Map(draining) };
  }

  async isPaused(): Promise<boolean> {
    return (await this.#read(ALL)) !== undefined;
  }

  /** Since when this worker is to take nothing more; undefined when it is not. */
  async drainingSince(workerId: string): Promise<number | undefined> {
    return (await this.#read(keyOf(workerId)))?.at;
  }

  /** Pausing again changes nothing. */
  async pauseAll(): Promise<void> {
    if (!(await this.isPaused())) await this.#write(ALL);
  }

  async resumeAll(): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, ALL);
  }

  /** Draining again changes nothing. */
  async drain(workerId: string): Promise<void> {
    if ((await this.drainingSince(workerId)) === undefined) await this.#write(keyOf(workerId));
  }

  async endDrain(workerId: string): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, keyOf(workerId));
  }

  async #read(key: string): Promise<Pause | undefined> {
    return (await this.#keyValues.read(NAMESPACE, key)) as Pause | undefined;
  }

  async #write(key: string): Promise<void> {
    await this.#keyValues.write(NAMESPACE, key, { at: this.#clock.now() } satisfies Pause);
  }
}

const PREFIX = "worker/";

function keyOf(workerId: string): string {
  return `${PREFIX}${workerId}`;
}

function workerOf(key: string): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;
}
