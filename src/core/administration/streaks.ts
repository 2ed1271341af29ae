import type { ErrorCode } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingEvent, TrainingEvents } from "../training/events.js";
import type { Training } from "../training/model.js";
import { withPatience } from "../training/patience.js";
import type { AdminNotices, SlotFailure } from "./notices.js";

const NAMESPACE = "slot-streaks";
/** So many in a row are no chance. */
const ALARMING = 3;
const MAX_SLOTS = 2_000;

/**
 * Failures that speak against the slot, its host or the installation. The rest is the person's: photos that
 * cannot be used say nothing of the slot.
 */
const FAULTS_OF_THE_INSTALLATION: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "trainer-bad-job",
  "trainer-weights",
  "trainer-memory",
  "trainer-internal",
  "trainer-lost",
  "trainer-start",
  "trainer-away",
  "trainer-timeout",
  "model-invalid",
  "storage-failed",
  "disk-full",
  "internal",
]);

interface Streak {
  readonly count: number;
  /** The last {@link ALARMING} of them. */
  readonly failures: readonly SlotFailure[];
  /** The administrators were told of this streak. */
  readonly told: boolean;
}

/** How many trainings each slot has failed since its last success. */
export async function readStreaks(keyValues: KeyValueStore): Promise<ReadonlyMap<string, number>> {
  const entries = await keyValues.list(NAMESPACE, MAX_SLOTS);
  return new Map(entries.map(({ key, value }) => [key, (value as Streak).count]));
}

/** Names a slot among those of all workers. */
export function streakKey(workerId: string, slotId: string): string {
  return `${workerId}/${slotId}`;
}

/** Forgets what is known of the slots of a worker that is gone. */
export async function forgetStreaks(keyValues: KeyValueStore, workerId: string): Promise<void> {
  await keyValues.deleteAll(NAMESPACE, streakKey(workerId, ""));
}

/** Counts the failures in a row of this worker's slots, and tells the administrators of three, once until a success. */
export class Streaks {
  readonly #keyValues: KeyValueStore;
  readonly #notices: AdminNotices;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #self: { readonly id: string; readonly name: string };
  readonly #shutdown = new AbortController();
  #line: Promise<void> = Promise.resolve();
  #unsubscribe: () => void = () => undefined;

  constructor(deps: {
    keyValues: KeyValueStore;
    notices: AdminNotices;
    clock: Clock;
    logger: Logger;
    self: { readonly id: string; readonly name: string };
  }) {
    this.#keyValues = deps.keyValues;
    this.#notices = deps.notices;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#self = deps.self;
  }

  /** From now on; what an earlier life counted and did not come to tell is told. */
  start(events: TrainingEvents, slots: readonly { readonly id: string }[]): void {
    for (const { id } of slots) this.#enqueue(id, () => this.#tell(id));
    this.#unsubscribe = events.subscribe((event) => {
      this.#onEvent(event);
    });
  }

  /** Resolves when all that was heard of is counted, or at once while the store is away. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#shutdown.abort(new Error("the worker stops"));
    await this.#line;
  }

  #onEvent({ type, training }: TrainingEvent): void {
    const { job, status } = training;
    if (type !== "notice" || job?.workerId !== this.#self.id) return;
    const { slotId } = job;
    if (status === "COMPLETED") this.#enqueue(slotId, () => this.#end(slotId));
    if (status === "FAILED") this.#enqueue(slotId, () => this.#count(slotId, training));
  }

  /** One after the other: each reads what the one before has written. */
  #enqueue(slotId: string, work: () => Promise<void>): void {
    this.#line = this.#line
      .then(() => withPatience(work, this.#shutdown.signal))
      .catch((error: unknown) => {
        this.#logger.error("could not count the failures of a slot", { slot: slotId, error });
      });
  }

  async #end(slotId: string): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, streakKey(this.#self.id, slotId));
  }

  async #count(slotId: string, { id, failure }: Training): Promise<void> {
    if (failure === undefined || !FAULTS_OF_THE_INSTALLATION.has(failure.code)) return;
    const before = await this.#read(slotId);
    // Counted already, by a write that seemed to fail?
    const known = before?.failures.some(({ trainingId, at }) => trainingId === id && at === failure.at);
    if (known !== true) {
      const { count = 0, failures = [], told = false } = before ?? {};
      const last = [...failures, { trainingId: id, code: failure.code, at: failure.at }].slice(-ALARMING);
      await this.#write(slotId, { count: count + 1, failures: last, told });
    }
    await this.#tell(slotId);
  }

  async #tell(slotId: string): Promise<void> {
    const streak = await this.#read(slotId);
    if (streak === undefined || streak.told || streak.count < ALARMING) return;
    const { count, failures } = streak;
    await this.#notices.raise({
      id: `slot-failing/${streakKey(this.#self.id, slotId)}/${failures.at(-1)?.at ?? 0}`,
      kind: "slot-failing",
      createdAt: this.#clock.now(),
      workerId: this.#self.id,
      workerName: this.#self.name,
      slotId,
      count,
      failures,
    });
    await this.#write(slotId, { ...streak, told: true });
    this.#logger.warn("a slot fails one training after the other", {
      slot: slotId,
      count,
      codes: failures.map(({ code }) => code),
    });
  }

  async #read(slotId: string): Promise<Streak | undefined> {
    return (await this.#keyValues.read(NAMESPACE, streakKey(this.#self.id, slotId))) as Streak | undefined;
  }

  async #write(slotId: string, streak: Streak): Promise<void> {
    await this.#keyValues.write(NAMESPACE, streakKey(this.#self.id, slotId), streak);
  }
}
