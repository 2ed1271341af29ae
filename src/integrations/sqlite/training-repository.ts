import { DomainError } from "../../core/errors.js";
import type { Claim, ListOptions, TrainingRepository } from "../../core/ports/training-repository.js";
import type { Training } from "../../core/training/model.js";
import { isActive, STATUSES, type Status } from "../../core/training/state.js";
import { begun, takenOver } from "./claim.js";
import type { Connection } from "./connection.js";
import { count, DocumentStatement } from "./documents.js";
import { isDuplicate } from "./errors.js";

/** The ends that both candidates of a claim share. */
/** Another worker's, whose lease is over. Takes the time and the worker. */
const LAPSED = "lease_until <= ? AND worker_id <> ?";
/** The worker's own, but for what its other slots will take up. Takes the worker and those slots as JSON. */
const OWN = "worker_id = ? AND slot_id NOT IN (SELECT value FROM json_each(?))";
const FITS = `recipe_id IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
  ORDER BY queued_at, id LIMIT 1`;

function statements(connection: Connection) {
  return {
    insert: connection.prepare("INSERT INTO trainings (id, doc) VALUES (?, ?)"),
    get: new DocumentStatement<Training>(connection, "SELECT doc FROM trainings WHERE id = ?"),
    save: connection.prepare("UPDATE trainings SET doc = ? WHERE id = ? AND version = ?"),
    delete: connection.prepare("DELETE FROM trainings WHERE id = ? AND version = ?"),
    forgetPositions: connection.prepare("DELETE FROM dataset_positions WHERE training_id = ?"),
    listByOwner: new DocumentStatement<Training>(
      connection,
      `SELECT doc FROM trainings WHERE owner_id = ? AND status IN (SELECT value FROM json_each(?))
       ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    ),
    countByOwner: connection.prepare<{ n: number }>(
      `SELECT count(*) AS n FROM trainings
       WHERE owner_id = ? AND status IN (SELECT value FROM json_each(?))`,
    ),
    listByStatus: new DocumentStatement<Training>(
      connection,
      `SELECT doc FROM trainings WHERE status IN (SELECT value FROM json_each(?))
       ORDER BY queued_at, id LIMIT ?`,
    ),
    countQueuedBefore: connection.prepare<{ n: number }>(
      "SELECT count(*) AS n FROM trainings WHERE status = 'QUEUED' AND queued_at < ?",
    ),
    listWithNotices: new DocumentStatement<Training>(
      connection,
      "SELECT doc FROM trainings WHERE notice_at IS NOT NULL ORDER BY notice_at, id LIMIT ?",
    ),
    lost: new DocumentStatement<Training>(
      connection,
      `SELECT doc FROM trainings WHERE ((${LAPSED}) OR (${OWN})) AND ${FITS}`,
    ),
    queued: new DocumentStatement<Training>(
      connection,
      `SELECT doc FROM trainings WHERE status = 'QUEUED' AND ${FITS}`,
    ),
  };
}

export class SqliteTrainingRepository implements TrainingRepository {
  readonly #connection: Connection;
  readonly #sql: ReturnType<typeof statements>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#sql = statements(connection);
  }

  insert(training: Training): Promise<void> {
    return this.#connection.run(() => {
      try {
        this.#sql.insert.run(training.id, JSON.stringify(training));
      } catch (error) {
        throw isDuplicate(error) ? new DomainError("conflict", {}, { cause: error }) : error;
      }
    });
  }

  get(id: string): Promise<Training | undefined> {
    return this.#connection.run(() => this.#sql.get.one(id));
  }

  save(training: Training): Promise<Training> {
    return this.#connection.run(() => {
      const doc = JSON.stringify({ ...training, version: training.version + 1 });
      if (this.#sql.save.run(doc, training.id, training.version) === 0) {
        throw new DomainError("conflict");
      }
      return JSON.parse(doc) as Training;
    });
  }

  delete(training: Training): Promise<void> {
    return this.#connection.write(() => {
      if (this.#sql.delete.run(training.id, training.version) === 0) {
        throw new DomainError("conflict");
      }
      this.#sql.forgetPositions.run(training.id);
    });
  }

  listByOwner(ownerId: string, { limit, offset = 0, statuses = STATUSES }: ListOptions): Promise<Training[]> {
    return this.#connection.run(() =>
      this.#sql.listByOwner.all(ownerId, JSON.stringify(statuses), limit, offset),
    );
  }

  countByOwner(ownerId: string, statuses: readonly Status[] = STATUSES): Promise<number> {
    return this.#connection.run(() => count(this.#sql.countByOwner, ownerId, JSON.stringify(statuses)));
  }

  claim(claim: Claim): Promise<Training | undefined> {
    return this.#connection.run(() => {
      // Compare-and-set: who finds that another process took the candidate looks for the next one. Every turn
      // that is lost is one that another worker won, and a poll that finds nothing takes no lock.
      for (let found = this.#candidate(claim); found !== undefined; found = this.#candidate(claim)) {
        const claimed = isActive(found.status) ? takenOver(found, claim) : begun(found, claim);
        if (this.#sql.save.run(JSON.stringify(claimed), found.id, found.version) > 0) {
          return claimed;
        }
      }
      return undefined;
    });
  }

  listByStatus(statuses: readonly Status[], limit: number): Promise<Training[]> {
    return this.#connection.run(() => this.#sql.listByStatus.all(JSON.stringify(statuses), limit));
  }

  countQueuedBefore(queuedAt: number): Promise<number> {
    return this.#connection.run(() => count(this.#sql.countQueuedBefore, queuedAt));
  }

  listWithNotices(limit: number): Promise<Training[]> {
    return this.#connection.run(() => this.#sql.listWithNotices.all(limit));
  }

  #candidate({ now, workerId, slotId, ownSlotIds, recipeIds, except }: Claim): Training | undefined {
    const otherSlots = JSON.stringify(ownSlotIds.filter((own) => own !== slotId));
    const fits = [JSON.stringify(recipeIds), JSON.stringify(except)] as const;
    return this.#sql.lost.one(now, workerId, workerId, otherSlots, ...fits) ?? this.#sql.queued.one(...fits);
  }
}
