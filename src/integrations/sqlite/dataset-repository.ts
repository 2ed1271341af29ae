import { DomainError } from "../../core/errors.js";
import type { AddResult, DatasetRepository } from "../../core/ports/dataset-repository.js";
import type { Caption, DatasetImage } from "../../core/training/model.js";
import type { Connection } from "./connection.js";
import { count, DocumentStatement } from "./documents.js";
import { isDuplicate } from "./errors.js";

function statements(connection: Connection) {
  return {
    insert: connection.prepare("INSERT INTO dataset_images (id, doc) VALUES (?, ?)"),
    nextPosition: connection.prepare<{ last: number }>(
      `INSERT INTO dataset_positions (training_id, last) VALUES (?, 1)
       ON CONFLICT (training_id) DO UPDATE SET last = last + 1 RETURNING last`,
    ),
    get: new DocumentStatement<DatasetImage>(connection, "SELECT doc FROM dataset_images WHERE id = ?"),
    findBySource: new DocumentStatement<DatasetImage>(
      connection,
      "SELECT doc FROM dataset_images WHERE training_id = ? AND source_id = ?",
    ),
    findByHash: new DocumentStatement<DatasetImage>(
      connection,
      "SELECT doc FROM dataset_images WHERE training_id = ? AND content_hash = ?",
    ),
    list: new DocumentStatement<DatasetImage>(
      connection,
      "SELECT doc FROM dataset_images WHERE training_id = ? ORDER BY position",
    ),
    count: connection.prepare<{ n: number }>(
      "SELECT count(*) AS n FROM dataset_images WHERE training_id = ?",
    ),
    replace: connection.prepare("UPDATE dataset_images SET doc = ? WHERE id = ?"),
    remove: new DocumentStatement<DatasetImage>(
      connection,
      "DELETE FROM dataset_images WHERE id = ? RETURNING doc",
    ),
    removeAll: connection.prepare("DELETE FROM dataset_images WHERE training_id = ?"),
  };
}

export class SqliteDatasetRepository implements DatasetRepository {
  readonly #connection: Connection;
  readonly #sql: ReturnType<typeof statements>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#sql = statements(connection);
  }

  add(image: DatasetImage): Promise<AddResult> {
    return this.#connection.write(() => {
      const repeats =
        this.#sql.findBySource.one(image.trainingId, image.sourceId) ??
        this.#sql.findByHash.one(image.trainingId, image.contentHash);
      return repeats === undefined ? { added: true, image: this.#insert(image) } : { added: false, repeats };
    });
  }

  get(id: string): Promise<DatasetImage | undefined> {
    return this.#connection.run(() => this.#sql.get.one(id));
  }

  findBySource(trainingId: string, sourceId: string): Promise<DatasetImage | undefined> {
    return this.#connection.run(() => this.#sql.findBySource.one(trainingId, sourceId));
  }

  list(trainingId: string): Promise<DatasetImage[]> {
    return this.#connection.run(() => this.#sql.list.all(trainingId));
  }

  count(trainingId: string): Promise<number> {
    return this.#connection.run(() => count(this.#sql.count, trainingId));
  }

  setCaption(id: string, caption: Caption): Promise<DatasetImage> {
    return this.#change(id, { caption });
  }

  approve(id: string): Promise<DatasetImage> {
    return this.#change(id, { approved: true });
  }

  setFaces(id: string, faces: readonly number[]): Promise<DatasetImage> {
    return this.#change(id, { faces });
  }

  remove(id: string): Promise<DatasetImage | undefined> {
    return this.#connection.run(() => this.#sql.remove.one(id));
  }

  removeAll(trainingId: string): Promise<number> {
    return this.#connection.run(() => this.#sql.removeAll.run(trainingId));
  }

  #change(id: string, change: Partial<DatasetImage>): Promise<DatasetImage> {
    return this.#connection.write(() => {
      const image = this.#sql.get.one(id);
      if (image === undefined) {
        throw new DomainError("not-found");
      }
      const doc = JSON.stringify({ ...image, ...change });
      this.#sql.replace.run(doc, id);
      return JSON.parse(doc) as DatasetImage;
    });
  }

  #insert(image: DatasetImage): DatasetImage {
    const position = this.#sql.nextPosition.get(image.trainingId)?.last;
    const doc = JSON.stringify({ ...image, position });
    try {
      this.#sql.insert.run(image.id, doc);
    } catch (error) {
      throw isDuplicate(error) ? new DomainError("conflict", {}, { cause: error }) : error;
    }
    return JSON.parse(doc) as DatasetImage;
  }
}
