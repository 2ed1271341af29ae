import type { Posting } from "../points/posting.js";
import type { DatasetImage, TrainedModel, Training, User } from "../training/model.js";

/** Everything that a database keeps, by kind: what each kind's records hold. */
export interface RecordKinds {
  readonly users: User;
  readonly images: DatasetImage;
  /** The last position given out in the training of this id. */
  readonly positions: number;
  readonly models: TrainedModel;
  /** The id is the JSON of `[namespace, key]`; the value any JSON. */
  readonly keyValues: unknown;
  readonly postings: Posting;
  readonly trainings: Training;
  /** The id is the update's number in decimal, here and in `handledUpdates`. */
  readonly pendingUpdates: { readonly body: unknown; readonly attempts: number };
  readonly handledUpdates: true;
}

export type RecordKind = keyof RecordKinds;

export interface ArchivedRecord<K extends RecordKind> {
  readonly id: string;
  readonly value: RecordKinds[K];
}

/** All records as they are kept, for moving them to another database: no rule of the house stands in between. */
export interface RecordArchive {
  /** Up to `limit` records that follow the one of the id `after`, or the first ones, in the store's own order. */
  page<K extends RecordKind>(kind: K, after: string | undefined, limit: number): Promise<ArchivedRecord<K>[]>;
  get<K extends RecordKind>(kind: K, id: string): Promise<RecordKinds[K] | undefined>;
  /**
   * Stores the record exactly, a training's version and an image's position included, in the place of the one
   * of the same id. An update that is put as handled is pending no more.
   *
   * @throws DomainError `conflict` when a training of a higher version is there, an update was handled already,
   * or another record holds what may be there once (an image's place, a training's model)
   */
  put<K extends RecordKind>(kind: K, record: ArchivedRecord<K>): Promise<void>;
  /** Removing what is not there is no error. */
  remove(kind: RecordKind, id: string): Promise<void>;
}

/** The id of a key-value's record. */
export function keyValueId(namespace: string, key: string): string {
  return JSON.stringify([namespace, key]);
}

/** @throws SyntaxError unless {@link keyValueId} made the id */
export function parseKeyValueId(id: string): { namespace: string; key: string } {
  const [namespace, key] = JSON.parse(id) as [string, string];
  return { namespace, key };
}
