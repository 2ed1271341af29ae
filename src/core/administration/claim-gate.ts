import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { ACTIVE_STATUSES } from "../training/state.js";
import type { AdminNotices } from "./notices.js";
import type { Pauses } from "./pauses.js";

/** There are as many active trainings as slots of all workers. */
const COUNTED = 500;
/** For which drain of a worker the message was sent. */
const NAMESPACE = "drained";

/** Stands between a worker's scheduler and the queue: asked before each claim, one claim after the other. */
export class ClaimGate {
  readonly #pauses: Pauses;
  readonly #notices: AdminNotices;
  readonly #trainings: TrainingRepository;
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #self: { readonly id: string; readonly name: string };
  #telling: Promise<void> | undefined;

  constructor(deps: {
    pauses: Pauses;
    notices: AdminNotices;
    trainings: TrainingRepository;
    keyValues: KeyValueStore;
    clock: Clock;
    logger: Logger;
    self: { readonly id: string; readonly name: string };
  }) {
    this.#pauses = deps.pauses;
    this.#notices = deps.notices;
    this.#trainings = deps.trainings;
    this.#keyValues = deps.keyValues;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#self = deps.self;
  }

  /**
   * Whether this worker may take a new training. The claim before this one has ended when the scheduler asks:
   * so once a draining worker was refused, what it holds stands in the records and does not grow any more.
   *
   * @throws DomainError `storage-failed`
   */
  async mayClaim(): Promise<boolean> {
    const [paused, drainingSince] = await Promise.all([
      this.#pauses.isPaused(),
      this.#pauses.drainingSince(this.#self.id),
    ]);
    if (drainingSince !== undefined) this.#tellWhenDrained(drainingSince);
    return !paused && drainingSince === undefined;
  }

  /** Resolves when nothing is being told any more. */
  async close(): Promise<void> {
    await this.#telling;
  }

  /** The next refusal, 2 s later at an idle slot, tries again what failed. */
  #tellWhenDrained(since: number): void {
    this.#telling ??= this.#tellOnce(since)
      .catch((error: unknown) => {
        this.#logger.warn("could not tell that this worker is drained", { error });
      })
      .finally(() => {
        this.#telling = undefined;
      });
  }

  async #tellOnce(since: number): Promise<void> {
    const { id, name } = this.#self;
    if ((await this.#keyValues.read(NAMESPACE, id)) === since) return;
    const active = await this.#trainings.listByStatus(ACTIVE_STATUSES, COUNTED);
    if (active.some(({ job }) => job?.workerId === id)) return;
    await this.#notices.raise({
      id: `drained/${id}/${since}`,
      kind: "drained",
      createdAt: this.#clock.now(),
      workerId: id,
      workerName: name,
    });
    await this.#keyValues.write(NAMESPACE, id, since);
    this.#logger.info("drained: safe to switch off", { worker: id });
  }
}
