import { DomainError } from "../errors.js";
import type { Slot } from "../ports/job-runtime.js";
import type { Clock } from "../ports/clock.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { fits, recipeById } from "../recipes/index.js";
import type { TrainingEvents } from "./events.js";
import type { Actor, Job, Training } from "./model.js";
import type { Outlook } from "./outlook.js";
import { checkQueueRoom } from "./queue-room.js";
import type { TrainingRecords } from "./records.js";
import { move } from "./state.js";

/** Trainings that failed or were stopped, taken up again. */
export class Resumption {
  readonly #trainings: Pick<TrainingRepository, "countByOwner">;
  readonly #records: TrainingRecords;
  readonly #outlook: Outlook;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #slots: () => Promise<readonly Slot[]>;

  constructor(deps: {
    trainings: Pick<TrainingRepository, "countByOwner">;
    records: TrainingRecords;
    outlook: Outlook;
    events: TrainingEvents;
    clock: Clock;
    slots: () => Promise<readonly Slot[]>;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#outlook = deps.outlook;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#slots = deps.slots;
  }

  /**
   * Queues a training once more, with the photos, captions and options that it was confirmed with. Where a worker has
   * kept its checkpoint it goes on from there, else it begins anew. Doing it twice queues once.
   *
   * @throws DomainError `not-resumable` unless it failed or was stopped, `recipe-unavailable`, `too-many-queued`
   */
  async resume(actor: Actor, trainingId: string): Promise<Training> {
    const ended = await this.#records.owned(actor, trainingId);
    if (ended.status !== "QUEUED") await checkQueueRoom(this.#trainings, ended.ownerId);
    const now = this.#clock.now();
    const { ahead, waitMinutes } = await this.#outlook.waitOf({ ...ended, queuedAt: now });
    const slots = await this.#slots();
    const done = { here: false };
    const queued = await this.#records.change(trainingId, (training) => {
      done.here = training.status !== "QUEUED";
      if (training.status === "QUEUED") return training;
      check(training, slots);
      // Points: as at the confirmation, the hold belongs before this change.
      const quote = training.quote && { ...training.quote, ahead, waitMinutes };
      return { ...withoutEnd(move(training, "QUEUED")), ...(quote && { quote }), queuedAt: now, notices: [] };
    });
    if (done.here) this.#events.publish({ type: "queued", training: queued });
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
  if (copy.job !== undefined) {
    const job: { -readonly [Key in keyof Job]: Job[Key] } = { ...copy.job };
    delete job.starts;
    delete job.outputs;
    delete job.earlier;
    copy.job = job;
  }
  return copy;
}
