import type { Posting } from "../../core/points/posting.js";
import type { DatasetImage, TrainedModel, Training, User } from "../../core/training/model.js";

/** An aggregate as it is stored: its id is the document's `_id`. */
export type Stored<T extends { readonly id: string }> = Omit<T, "id"> & { readonly _id: string };

/** `noticeAt`, of the oldest notice, is there for the index alone. */
export type StoredTraining = Stored<Training> & { readonly noticeAt?: number };
export type StoredImage = Stored<DatasetImage>;
export type StoredModel = Stored<TrainedModel>;
export type StoredUser = Stored<User>;
export type StoredPosting = Stored<Posting>;

/** The last position given out in a training, which outlives the image that had it. */
export interface StoredPosition {
  readonly _id: string;
  readonly last: number;
}

export interface StoredKeyValue {
  readonly namespace: string;
  readonly key: string;
  /** JSON as text, so that any key of it (`$set`, `a.b`) comes back as it was. */
  readonly value: string;
}

export interface StoredInboxUpdate {
  readonly _id: number;
  /** There while the update waits; the index of what is pending holds nothing else. */
  readonly waiting?: true;
  /** JSON as text, for the same reason. */
  readonly body?: string;
  readonly attempts?: number;
  /** Rises with every update that is handled; there once it is. */
  readonly handled?: unknown;
}

export interface StoredMeta {
  readonly _id: string;
  readonly version: number;
}

export function toStored<T extends { readonly id: string }>({ id, ...rest }: T): Stored<T> {
  return { _id: id, ...rest };
}

export function fromStored<T extends { readonly id: string }>({ _id, ...rest }: Stored<T>): T {
  // The compiler cannot see that Omit<T, "id"> and an id make a T again.
  return { id: _id, ...rest } as unknown as T;
}

/** With the field that the index of owed messages is made of. */
export function toDocument(training: Training): StoredTraining {
  const noticeAt = training.notices[0]?.createdAt;
  return { ...toStored(training), ...(noticeAt === undefined ? {} : { noticeAt }) };
}

export function toTraining({ noticeAt: _forTheIndex, ...stored }: StoredTraining): Training {
  return fromStored<Training>(stored);
}
