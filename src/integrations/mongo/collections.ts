import type { Connection, Model } from "mongoose";
import type {
  StoredImage,
  StoredInboxUpdate,
  StoredKeyValue,
  StoredMeta,
  StoredModel,
  StoredPosition,
  StoredPosting,
  StoredTraining,
  StoredUser,
} from "./documents.js";
import { SCHEMAS } from "./schemas.js";

/** The collections of one connection. */
export interface Collections {
  readonly trainings: Model<StoredTraining>;
  readonly images: Model<StoredImage>;
  readonly positions: Model<StoredPosition>;
  readonly models: Model<StoredModel>;
  readonly users: Model<StoredUser>;
  readonly keyValues: Model<StoredKeyValue>;
  readonly postings: Model<StoredPosting>;
  readonly inboxUpdates: Model<StoredInboxUpdate>;
  readonly meta: Model<StoredMeta>;
}

export function collectionsOf(connection: Connection): Collections {
  return {
    trainings: connection.model<StoredTraining>("Training", SCHEMAS.training),
    images: connection.model<StoredImage>("DatasetImage", SCHEMAS.image),
    positions: connection.model<StoredPosition>("DatasetPosition", SCHEMAS.position),
    models: connection.model<StoredModel>("TrainedModel", SCHEMAS.model),
    users: connection.model<StoredUser>("User", SCHEMAS.user),
    keyValues: connection.model<StoredKeyValue>("KeyValue", SCHEMAS.keyValue),
    postings: connection.model<StoredPosting>("Posting", SCHEMAS.posting),
    inboxUpdates: connection.model<StoredInboxUpdate>("InboxUpdate", SCHEMAS.inboxUpdate),
    meta: connection.model<StoredMeta>("Meta", SCHEMAS.meta),
  };
}
