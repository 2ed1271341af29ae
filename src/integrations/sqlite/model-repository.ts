import { DomainError } from "../../core/errors.js";
import type { ModelRepository } from "../../core/ports/model-repository.js";
import type { TrainedModel } from "../../core/training/model.js";
import type { Connection } from "./connection.js";
import { count, DocumentStatement } from "./documents.js";
import { isDuplicate } from "./errors.js";

function statements(connection: Connection) {
  return {
    insert: connection.prepare("INSERT INTO models (id, doc) VALUES (?, ?)"),
    replace: connection.prepare("UPDATE models SET doc = ? WHERE id = ?"),
    get: new DocumentStatement<TrainedModel>(connection, "SELECT doc FROM models WHERE id = ?"),
    findByTraining: new DocumentStatement<TrainedModel>(
      connection,
      "SELECT doc FROM models WHERE training_id = ?",
    ),
    listByOwner: new DocumentStatement<TrainedModel>(
      connection,
      "SELECT doc FROM models WHERE owner_id = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
    ),
    countByOwner: connection.prepare<{ n: number }>("SELECT count(*) AS n FROM models WHERE owner_id = ?"),
    delete: connection.prepare("DELETE FROM models WHERE id = ?"),
  };
}

export class SqliteModelRepository implements ModelRepository {
  readonly #connection: Connection;
  readonly #sql: ReturnType<typeof statements>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#sql = statements(connection);
  }

  upsertByTraining(model: TrainedModel): Promise<TrainedModel> {
    return this.#connection.write(() => {
      const known = this.#sql.findByTraining.one(model.trainingId);
      const doc = JSON.stringify({ ...model, id: known?.id ?? model.id });
      if (known === undefined) {
        this.#insert(model.id, doc);
      } else {
        this.#sql.replace.run(doc, known.id);
      }
      return JSON.parse(doc) as TrainedModel;
    });
  }

  replace(model: TrainedModel): Promise<boolean> {
    return this.#connection.run(() => this.#sql.replace.run(JSON.stringify(model), model.id) > 0);
  }

  get(id: string): Promise<TrainedModel | undefined> {
    return this.#connection.run(() => this.#sql.get.one(id));
  }

  listByOwner(
    ownerId: string,
    { limit, offset = 0 }: { limit: number; offset?: number },
  ): Promise<TrainedModel[]> {
    return this.#connection.run(() => this.#sql.listByOwner.all(ownerId, limit, offset));
  }

  countByOwner(ownerId: string): Promise<number> {
    return this.#connection.run(() => count(this.#sql.countByOwner, ownerId));
  }

  delete(id: string): Promise<void> {
    return this.#connection.run(() => void this.#sql.delete.run(id));
  }

  #insert(id: string, doc: string): void {
    try {
      this.#sql.insert.run(id, doc);
    } catch (error) {
      throw isDuplicate(error) ? new DomainError("conflict", {}, { cause: error }) : error;
    }
  }
}
