import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { TrainingEvents } from "./events.js";
import type { Training } from "./model.js";
import { ACTIVE_STATUSES, isTerminal, type Status } from "./state.js";

const LOOK_MS = 5_000;
/** More than the slots of all workers, and the queue's first ones, which come to a slot next. */
const LOOKED_AT = 500;

/** A training of another process, as it was told of last. */
interface Known {
  readonly status: Status;
  readonly since: number;
  readonly shown: string;
}

/**
 * Follows the trainings that other processes run, by their records, and tells of them what those processes
 * tell their own listeners: so cards live, and the outbox hears of an end at once.
 */
export class RemoteTrainings {
  readonly #trainings: TrainingRepository;
  readonly #told: TrainingEvents;
  readonly #isOwn: (training: Training) => boolean;
  readonly #logger: Logger;
  readonly #known = new Map<string, Known>();
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | undefined;
  #unsubscribe: () => void = () => undefined;

  /**
   * @param deps.told hears of them, and of those of this process too
   * @param deps.isOwn whether this process runs the training, and tells of it by itself
   */
  constructor(deps: {
    trainings: TrainingRepository;
    told: TrainingEvents;
    isOwn: (training: Training) => boolean;
    logger: Logger;
  }) {
    this.#trainings = deps.trainings;
    this.#told = deps.told;
    this.#isOwn = deps.isOwn;
    this.#logger = deps.logger;
  }

  /** Looks now and every five seconds. */
  start(): void {
    this.#unsubscribe = this.#told.subscribe(({ type, training }) => {
      // One that is queued here may be over, elsewhere, before the next look.
      if (type === "queued") this.#remember(training);
      if (type === "notice") this.#known.delete(training.id);
    });
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#timer);
    await this.#look;
    this.#known.clear();
  }

  /** Tells what has changed since the last look; those who ask meanwhile share one. */
  look(): Promise<void> {
    this.#look ??= this.#lookOnce()
      .catch((error: unknown) => {
        this.#logger.warn("could not look at trainings of other workers", { error });
      })
      .finally(() => (this.#look = undefined));
    return this.#look;
  }

  async #lookOnce(): Promise<void> {
    const listed = await this.#trainings.listByStatus(["QUEUED", ...ACTIVE_STATUSES], LOOKED_AT);
    for (const training of listed) this.#see(training);
    const present = new Set(listed.map(({ id }) => id));
    for (const id of [...this.#known.keys()]) {
      if (!present.has(id)) await this.#seeWhatBecame(id);
    }
  }

  /** It has ended, was deleted, or waits so far behind that it is not looked at. */
  async #seeWhatBecame(id: string): Promise<void> {
    const training = await this.#trainings.get(id);
    if (training !== undefined && isTerminal(training.status)) this.#tellEnd(training);
    if (training === undefined || isTerminal(training.status) || training.status === "QUEUED") {
      this.#known.delete(id);
    } else this.#see(training);
  }

  #see(training: Training): void {
    const before = this.#known.get(training.id);
    if (this.#isOwn(training)) {
      this.#known.delete(training.id);
      return;
    }
    this.#remember(training);
    if (before !== undefined && before.status !== training.status) this.#tellMove(training, before);
    const isNews = before === undefined ? training.status !== "QUEUED" : before.shown !== shownOf(training);
    if (isNews) this.#told.publish({ type: "progress", training });
  }

  #tellEnd(training: Training): void {
    const before = this.#known.get(training.id);
    // This process may have ended it between the list and the record: then it was told.
    if (before === undefined || this.#isOwn(training)) return;
    this.#tellMove(training, before);
    this.#told.publish({ type: "notice", training });
  }

  #tellMove(training: Training, before: Known): void {
    if (training.status === "QUEUED") {
      this.#told.publish({ type: "queued", training });
      return;
    }
    const until = isTerminal(training.status) ? (training.endedAt ?? training.updatedAt) : sinceOf(training);
    const seconds = Math.max(0, until - before.since) / 1000;
    this.#told.publish({ type: "moved", training, from: before.status, seconds });
  }

  #remember(training: Training): void {
    const { id, status } = training;
    this.#known.set(id, { status, since: sinceOf(training), shown: shownOf(training) });
  }
}

/** When it came into its state. */
function sinceOf({ job, status, queuedAt, updatedAt }: Training): number {
  if (status === "QUEUED") return queuedAt ?? updatedAt;
  return job?.phaseSince ?? job?.claimedAt ?? updatedAt;
}

/** What a listener may show of it; a renewed lease is no news. */
function shownOf({ status, progress, samples, job }: Training): string {
  return JSON.stringify([status, progress ?? null, samples?.length ?? 0, job?.attempt ?? 0]);
}
