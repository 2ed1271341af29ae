import { DomainError } from "../errors.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { ACTIVE_STATUSES } from "./state.js";

/** As many as drafts: days of one GPU. The queue is fair among persons, but a script must not fill the database. */
const MAX_QUEUED = 20;

/**
 * @param atOnce how many of a person's trainings may wait and run together; no bound where it is absent
 * @throws DomainError `too-many-queued` when so many trainings of this person wait that one more may not;
 *   `too-many-at-once` when so many wait or run
 */
export async function checkQueueRoom(
  trainings: Pick<TrainingRepository, "countByOwner">,
  ownerId: string,
  atOnce?: number,
): Promise<void> {
  const queued = await trainings.countByOwner(ownerId, ["QUEUED"]);
  if (queued >= MAX_QUEUED) throw new DomainError("too-many-queued", { max: MAX_QUEUED });
  if (atOnce === undefined) return;
  const all = await trainings.countByOwner(ownerId, ["QUEUED", ...ACTIVE_STATUSES]);
  if (all >= atOnce) throw new DomainError("too-many-at-once", { max: atOnce });
}
