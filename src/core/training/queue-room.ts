import { DomainError } from "../errors.js";
import type { TrainingRepository } from "../ports/training-repository.js";

/** As many as drafts: days of one GPU. The queue is fair among persons, but a script must not fill the database. */
const MAX_QUEUED = 20;

/** @throws DomainError `too-many-queued` when so many trainings of this person wait that one more may not */
export async function checkQueueRoom(
  trainings: Pick<TrainingRepository, "countByOwner">,
  ownerId: string,
): Promise<void> {
  const queued = await trainings.countByOwner(ownerId, ["QUEUED"]);
  if (queued >= MAX_QUEUED) throw new DomainError("too-many-queued", { max: MAX_QUEUED });
}
