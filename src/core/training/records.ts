import { DomainError, isDomainError } from "../errors.js";
import type { AdminDeed, AdminLog } from "../administration/admin-log.js";
import type { Clock } from "../ports/clock.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Actor, Training } from "./model.js";

/** Writers of one training are few (its person, its worker, the outbox): ten tries never run out but by a fault. */
const MAX_TRIES = 10;

/** What is done with every tap, and written down once for many. */
const REPEATED: readonly AdminDeed[] = ["training-opened", "training-changed"];

/** Reads with the actor's rights checked, and changes that survive another writer in between. */
export class TrainingRecords {
  readonly #trainings: TrainingRepository;
  readonly #clock: Clock;
  readonly #log: AdminLog;

  /** @param log where an administrator's acts on others' trainings are written down, before they are done */
  constructor(trainings: TrainingRepository, clock: Clock, log: AdminLog) {
    this.#trainings = trainings;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * @param deed what an administrator does here who is not the owner; looking unless told
   * @throws DomainError `not-found`, or `not-yours` unless the actor is an admin
   */
  async owned(actor: Actor, id: string, deed: AdminDeed = "training-opened"): Promise<Training> {
    const training = await this.#existing(id);
    if (training.ownerId === actor.userId) return training;
    if (!actor.isAdmin) throw new DomainError("not-yours");
    const act = { deed, person: training.ownerId, thing: id };
    if (REPEATED.includes(deed)) await this.#log.writeLook(actor, act);
    else await this.#log.write(actor, act);
    return training;
  }

  /** As {@link owned}, and still open to changes. @throws DomainError `not-a-draft` too */
  async draft(actor: Actor, id: string): Promise<Training> {
    return this.#asDraft(await this.owned(actor, id));
  }

  /** Applies a change to the person's draft. @throws as {@link draft}, and what the change throws */
  async changeDraft(actor: Actor, id: string, change: (draft: Training) => Training): Promise<Training> {
    this.#asDraft(await this.owned(actor, id, "training-changed"));
    return this.change(id, (training) => change(this.#asDraft(training)));
  }

  /**
   * Loads, changes and saves; again from the start when somebody else saved in between.
   *
   * @param change gets the stored training and gives the new one, or the same object for no save; may run twice
   * @throws DomainError `not-found`, and what the change throws
   */
  async change(id: string, change: (training: Training) => Training): Promise<Training> {
    for (let tries = 1; ; tries++) {
      const stored = await this.#existing(id);
      const changed = change(stored);
      if (changed === stored) return stored;
      try {
        return await this.#trainings.save({ ...changed, updatedAt: this.#clock.now() });
      } catch (error) {
        if (!isDomainError(error, "conflict") || tries === MAX_TRIES) throw error;
      }
    }
  }

  async #existing(id: string): Promise<Training> {
    const training = await this.#trainings.get(id);
    if (training === undefined) throw new DomainError("not-found");
    return training;
  }

  #asDraft(training: Training): Training {
    if (training.status !== "DRAFT") throw new DomainError("not-a-draft", { status: training.status });
    return training;
  }
}
