import { DomainError } from "../../core/errors.js";
import type {
  Claim,
  ListOptions,
  NamedTraining,
  TrainingRepository,
} from "../../core/ports/training-repository.js";
import { begun, takenOver } from "../../core/training/claimed.js";
import type { Waiting } from "../../core/training/fairness.js";
import type { Training } from "../../core/training/model.js";
import { STATUSES, type Status } from "../../core/training/state.js";
import { takeNext, type WaitingLine } from "../../core/training/waiting-line.js";
import type { Connection } from "./connection.js";
import { count, DocumentStatement } from "./documents.js";
import { isDuplicate } from "./errors.js";

/** Another worker's, whose lease is over. Takes the time and the worker. */
const LAPSED = "lease_until <= ? AND worker_id <> ?";
/** The worker's own, but for what its other slots will take up. Takes the worker and those slots as JSON. */
const OWN = "worker_id = ? AND slot_id NOT IN (SELECT value FROM json_each(?))";
/** What the slot can take and the worker does not run. Takes both as JSON. */
const FITS = "recipe_id IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))";

interface TurnsRow {
  readonly ownerId: string;
  readonly active: number;
  readonly endedAt: number | null;
}

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
    names: connection.prepare<NamedTraining>(
      `SELECT id, doc ->> '$.name' AS name FROM trainings
       WHERE owner_id = ? AND doc ->> '$.name' IS NOT NULL`,
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
    // One state at a time, so that the index gives the order.
    recentlyEnded: new DocumentStatement<Training>(
      connection,
      `SELECT doc FROM trainings WHERE status = ? AND doc ->> '$.endedAt' IS NOT NULL
       ORDER BY doc ->> '$.endedAt' DESC, id DESC LIMIT ?`,
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
      `SELECT doc FROM trainings WHERE ((${LAPSED}) OR (${OWN})) AND ${FITS} ORDER BY queued_at, id LIMIT 1`,
    ),
    waiting: connection.prepare<Waiting>(
      `SELECT id, owner_id AS ownerId, queued_at AS queuedAt FROM trainings
       WHERE status = 'QUEUED' AND ${FITS} AND owner_id NOT IN (SELECT value FROM json_each(?))
       ORDER BY queued_at, id LIMIT ?`,
    ),
    turns: connection.prepare<TurnsRow>(
      `SELECT owner.value AS ownerId,
         (SELECT count(*) FROM trainings WHERE owner_id = owner.value AND worker_id IS NOT NULL) AS active,
         (SELECT max(slot_ended_at) FROM trainings
          WHERE owner_id = owner.value AND slot_ended_at IS NOT NULL) AS endedAt
       FROM json_each(?) AS owner`,
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

  names(ownerId: string): Promise<NamedTraining[]> {
    return this.#connection.run(() => this.#sql.names.all(ownerId));
  }

  countByOwner(ownerId: string, statuses: readonly Status[] = STATUSES): Promise<number> {
    return this.#connection.run(() => count(this.#sql.countByOwner, ownerId, JSON.stringify(statuses)));
  }

  async claim(claim: Claim): Promise<Training | undefined> {
    const lost = await this.#connection.run(() => this.#takeLost(claim));
    if (lost !== undefined || claim.ownOnly === true) {
      return lost;
    }
    // Compare-and-set: every turn that is lost is one that another claim won, and a poll that finds nothing
    // takes no lock.
    return takeNext(this.#lineOf(claim), (id) => this.#connection.run(() => this.#takeQueued(id, claim)));
  }

  listByStatus(statuses: readonly Status[], limit: number): Promise<Training[]> {
    return this.#connection.run(() => this.#sql.listByStatus.all(JSON.stringify(statuses), limit));
  }

  async recentlyEnded(statuses: readonly Status[], limit: number): Promise<Training[]> {
    const found = await this.#connection.run(() =>
      statuses.flatMap((status) => this.#sql.recentlyEnded.all(status, limit)),
    );
    const newestFirst = (one: Training, other: Training): number =>
      (other.endedAt ?? 0) - (one.endedAt ?? 0) || (one.id < other.id ? 1 : -1);
    return found.sort(newestFirst).slice(0, limit);
  }

  countQueuedBefore(queuedAt: number): Promise<number> {
    return this.#connection.run(() => count(this.#sql.countQueuedBefore, queuedAt));
  }

  listWithNotices(limit: number): Promise<Training[]> {
    return this.#connection.run(() => this.#sql.listWithNotices.all(limit));
  }

  #lineOf({ recipeIds, except }: Claim): WaitingLine {
    const fits = [JSON.stringify(recipeIds), JSON.stringify(except)] as const;
    return {
      page: (exceptOwners, limit) =>
        this.#connection.run(() => this.#sql.waiting.all(...fits, JSON.stringify(exceptOwners), limit)),
      turns: (ownerIds) =>
        this.#connection.run(() => {
          const rows = this.#sql.turns.all(JSON.stringify(ownerIds));
          return new Map(
            rows.map(({ ownerId, active, endedAt }) => [ownerId, { active, endedAt: endedAt ?? 0 }]),
          );
        }),
    };
  }

  #takeLost(claim: Claim): Training | undefined {
    for (let lost = this.#lost(claim); lost !== undefined; lost = this.#lost(claim)) {
      const taken = this.#write(takenOver(lost, claim));
      if (taken !== undefined) {
        return taken;
      }
    }
    return undefined;
  }

  #lost(claim: Claim): Training | undefined {
    const { now, workerId, slotId, ownSlotIds, recipeIds, except, ownOnly = false } = claim;
    const otherSlots = JSON.stringify(ownSlotIds.filter((own) => own !== slotId));
    const fits = [JSON.stringify(recipeIds), JSON.stringify(except)] as const;
    // No lease ends before 1970.
    return this.#sql.lost.one(ownOnly ? -1 : now, workerId, workerId, otherSlots, ...fits);
  }

  #takeQueued(id: string, claim: Claim): Training | undefined {
    const found = this.#sql.get.one(id);
    return found?.status === "QUEUED" ? this.#write(begun(found, claim)) : undefined;
  }

  /** Stores a claimed training in the place of the version before it; undefined when that is not the last one. */
  #write(claimed: Training): Training | undefined {
    const changed = this.#sql.save.run(JSON.stringify(claimed), claimed.id, claimed.version - 1);
    return changed > 0 ? claimed : undefined;
  }
}
