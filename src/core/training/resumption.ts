import { DomainError, isDomainError } from "../errors.js";
import type { Slot } from "../ports/job-runtime.js";
import type { Clock } from "../ports/clock.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { fits, recipeById } from "../recipes/index.js";
import { openPrice } from "./charge.js";
import type { Charging } from "./charging.js";
import type { TrainingEvents } from "./events.js";
import type { Beginning } from "./keeping.js";
import type { Actor, Job, Training } from "./model.js";
import type { Outlook } from "./outlook.js";
import { checkQueueRoom } from "./queue-room.js";
import type { TrainingRecords } from "./records.js";
import { move } from "./state.js";

/** Others who write an ended training at the same moment come to an end. */
const MAX_TRIES = 10;

/** Trainings that failed or were stopped, taken up again. */
export class Resumption {
  readonly #trainings: Pick<TrainingRepository, "countByOwner" | "save">;
  readonly #records: TrainingRecords;
  readonly #outlook: Outlook;
  readonly #charging: Charging;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #slots: () => Promise<readonly Slot[]>;
  readonly #atOnce: number | undefined;

  /** @param deps.atOnce see {@link checkQueueRoom} */
  constructor(deps: {
    trainings: Pick<TrainingRepository, "countByOwner" | "save">;
    records: TrainingRecords;
    outlook: Outlook;
    charging: Charging;
    events: TrainingEvents;
    clock: Clock;
    slots: () => Promise<readonly Slot[]>;
    atOnce?: number | undefined;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#outlook = deps.outlook;
    this.#charging = deps.charging;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#slots = deps.slots;
    this.#atOnce = deps.atOnce;
  }

  /**
   * Queues a training once more, with the photos, captions and options that it was confirmed with. Where a worker has
   * kept its checkpoint it goes on from there, else it begins anew. Doing it twice queues once.
   *
   * @param from "start" to leave a checkpoint aside
   *
   * What it costs is held anew, less what its earlier runs cost.
   *
   * @throws DomainError `not-resumable` unless it failed or was stopped, `recipe-unavailable`, `too-many-queued`,
   *   `too-many-at-once`, `points-short`, `daily-spend`
   */
  async resume(actor: Actor, trainingId: string, from: Beginning = "checkpoint"): Promise<Training> {
    for (let tries = 1; ; tries++) {
      const ended = await this.#records.owned(actor, trainingId, "training-resumed");
      if (ended.status === "QUEUED") return ended;
      await checkQueueRoom(this.#trainings, ended.ownerId, this.#atOnce);
      check(ended, await this.#slots());
      try {
        return await this.#queue(ended, from);
      } catch (error) {
        // The outbox took a message off it, or another tap queued it.
        if (!isDomainError(error, "conflict") || tries === MAX_TRIES) throw error;
      }
    }
  }

  /** Saves on the very version that was checked. @throws DomainError `conflict` when it is not the last one */
  async #queue(ended: Training, from: Beginning): Promise<Training> {
    const now = this.#clock.now();
    const { ahead, waitMinutes } = await this.#outlook.waitOf({ ...ended, queuedAt: now });
    const quote = ended.quote && { ...ended.quote, ahead, waitMinutes };
    // The earlier run is closed in the books before its charge leaves the record.
    await this.#charging.settle(ended);
    const queued = await this.#charging.whilePaid(ended, openPrice(ended), (charge) =>
      this.#trainings.save({
        ...withoutEnd(move(ended, "QUEUED", now)),
        ...(from === "start" && { anew: true, losses: [] }),
        ...(quote && { quote }),
        ...(charge && { charge }),
        queuedAt: now,
        updatedAt: now,
        notices: [],
      }),
    );
    this.#events.publish({ type: "queued", training: queued });
    return queued;
  }
}

function check({ status, recipeId = "" }: Training, slots: readonly Slot[]): void {
  if (status !== "FAILED" && status !== "CANCELLED") throw new DomainError("not-resumable", { status });
  const recipe = recipeById(recipeId);
  if (!slots.some((slot) => fits(recipe, slot))) {
    throw new DomainError("recipe-unavailable", { recipe: recipe.id });
  }
}

/** The job's attempts count on, as the fence they are; its starts and what it left count no more. */
function withoutEnd(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.endedAt;
  delete copy.failure;
  delete copy.progress;
  delete copy.stopAt;
  delete copy.anew;
  delete copy.charge;
  if (copy.job !== undefined) {
    const job: { -readonly [Key in keyof Job]: Job[Key] } = { ...copy.job };
    delete job.starts;
    delete job.outputs;
    delete job.earlier;
    copy.job = job;
  }
  return copy;
}
