import { Types, type Model } from "mongoose";
import { DomainError } from "../../core/errors.js";
import {
  keyValueId,
  parseKeyValueId,
  type ArchivedRecord,
  type RecordArchive,
  type RecordKind,
  type RecordKinds,
} from "../../core/ports/record-archive.js";
import type { Posting } from "../../core/points/posting.js";
import type { TrainedModel, Training, User, DatasetImage } from "../../core/training/model.js";
import type { Collections } from "./collections.js";
import { fromStored, toDocument, toStored, toTraining, type StoredTraining } from "./documents.js";
import { isDuplicate, type Attempt } from "./errors.js";

type Filter = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, unknown>>;

/** How the records of one kind lie in their collection. */
interface Shelf {
  readonly collection: Model<Document>;
  readonly sort: Readonly<Record<string, 1>>;
  /** The index that is in the order of `sort`: not every server takes it by itself for a range. */
  readonly hint: string;
  readonly one: (id: string) => Filter;
  readonly following: (after: string | undefined) => Filter;
  /** What a put must find, or make. */
  readonly replaced: (id: string, value: unknown) => Filter;
  readonly change: (id: string, value: unknown) => Document;
  readonly read: (document: Document) => { id: string; value: unknown };
}

/** The name of the index that every collection has. */
const BY_ID = "_id_";

/** Mongoose's models differ in their documents' types alone. */
function plain(model: unknown): Model<Document> {
  return model as Model<Document>;
}

interface Form {
  readonly store: (value: never) => object;
  readonly read: (document: never) => { readonly id: string };
}

/** Aggregates, one document each. */
function aggregates(model: unknown, { store, read }: Form, guard: (value: unknown) => Filter): Shelf {
  return {
    collection: plain(model),
    sort: { _id: 1 },
    hint: BY_ID,
    one: (id) => ({ _id: id }),
    following: (after = "") => ({ _id: { $gt: after } }),
    replaced: (id, value) => ({ _id: id, ...guard(value) }),
    change: (_id, value) => store(value as never) as Document,
    read: (document) => {
      const value = read(document as never);
      return { id: value.id, value };
    },
  };
}

function positions({ positions: model }: Collections): Shelf {
  return {
    collection: plain(model),
    sort: { _id: 1 },
    hint: BY_ID,
    one: (id) => ({ _id: id }),
    following: (after = "") => ({ _id: { $gt: after } }),
    replaced: (id) => ({ _id: id }),
    change: (id, last) => ({ _id: id, last }),
    read: ({ _id, last }) => ({ id: _id as string, value: last }),
  };
}

function keyValues({ keyValues: model }: Collections): Shelf {
  return {
    collection: plain(model),
    sort: { namespace: 1, key: 1 },
    hint: "namespace_1_key_1",
    one: parseKeyValueId,
    following: (after) => {
      if (after === undefined) return { namespace: { $gte: "" } };
      const { namespace, key } = parseKeyValueId(after);
      return { $or: [{ namespace, key: { $gt: key } }, { namespace: { $gt: namespace } }] };
    },
    replaced: parseKeyValueId,
    change: (id, value) => ({ ...parseKeyValueId(id), value: JSON.stringify(value) }),
    read: ({ namespace, key, value }) => ({
      id: keyValueId(namespace as string, key as string),
      value: JSON.parse(value as string) as unknown,
    }),
  };
}

/** Before every number that an update may have. */
const FIRST = Number.MIN_SAFE_INTEGER;
/** Word for word what the sparse index of handled updates is asked by elsewhere. */
const HANDLED = { handled: { $gt: new Types.ObjectId("000000000000000000000000") } };

const after = (id: string | undefined) => ({ _id: { $gt: id === undefined ? FIRST : Number(id) } });

function pendingUpdates({ inboxUpdates }: Collections): Shelf {
  const one = (id: string) => ({ _id: Number(id), waiting: true });
  return {
    collection: plain(inboxUpdates),
    sort: { _id: 1 },
    hint: BY_ID,
    one,
    following: (id) => ({ waiting: true, ...after(id) }),
    // One that was handled is not found, and its number refuses another.
    replaced: one,
    change: (id, value) => {
      const { body, attempts } = value as RecordKinds["pendingUpdates"];
      return { ...one(id), body: JSON.stringify(body), attempts };
    },
    read: ({ _id, body, attempts }) => ({
      id: String(_id),
      value: { body: JSON.parse(body as string) as unknown, attempts },
    }),
  };
}

function handledUpdates({ inboxUpdates }: Collections): Shelf {
  return {
    collection: plain(inboxUpdates),
    sort: { _id: 1 },
    hint: BY_ID,
    one: (id) => ({ _id: Number(id), ...HANDLED }),
    following: (id) => ({ ...HANDLED, ...after(id) }),
    replaced: (id) => ({ _id: Number(id) }),
    change: (id) => ({ _id: Number(id), handled: new Types.ObjectId() }),
    read: ({ _id }) => ({ id: String(_id), value: true }),
  };
}

function shelvesOf(collections: Collections): Readonly<Record<RecordKind, Shelf>> {
  const { users, images, models, postings, trainings } = collections;
  const always = () => ({});
  return {
    users: aggregates(users, { store: toStored<User>, read: fromStored<User> }, always),
    images: aggregates(images, { store: toStored<DatasetImage>, read: fromStored<DatasetImage> }, always),
    positions: positions(collections),
    models: aggregates(models, { store: toStored<TrainedModel>, read: fromStored<TrainedModel> }, always),
    keyValues: keyValues(collections),
    postings: aggregates(postings, { store: toStored<Posting>, read: fromStored<Posting> }, always),
    trainings: aggregates(
      trainings,
      { store: (value: Training) => toDocument(value), read: (stored: StoredTraining) => toTraining(stored) },
      (value) => ({ version: { $lte: (value as Training).version } }),
    ),
    pendingUpdates: pendingUpdates(collections),
    handledUpdates: handledUpdates(collections),
  };
}

export class MongoRecordArchive implements RecordArchive {
  readonly #shelves: Readonly<Record<RecordKind, Shelf>>;
  readonly #attempt: Attempt;

  constructor(collections: Collections, attempt: Attempt) {
    this.#shelves = shelvesOf(collections);
    this.#attempt = attempt;
  }

  page<K extends RecordKind>(
    kind: K,
    after: string | undefined,
    limit: number,
  ): Promise<ArchivedRecord<K>[]> {
    const { collection, following, sort, hint, read } = this.#shelves[kind];
    return this.#attempt(async () => {
      const found = await collection
        .find(following(after))
        .sort(sort)
        .hint(hint)
        .limit(limit)
        .lean<Document[]>();
      return found.map(read) as ArchivedRecord<K>[];
    });
  }

  get<K extends RecordKind>(kind: K, id: string): Promise<RecordKinds[K] | undefined> {
    const { collection, one, read } = this.#shelves[kind];
    return this.#attempt(async () => {
      const found = await collection.findOne(one(id)).lean<Document | null>();
      return found === null ? undefined : (read(found).value as RecordKinds[K]);
    });
  }

  put<K extends RecordKind>(kind: K, { id, value }: ArchivedRecord<K>): Promise<void> {
    const { collection, replaced, change } = this.#shelves[kind];
    return this.#attempt(async () => {
      try {
        await collection.replaceOne(replaced(id, value), change(id, value), { upsert: true });
      } catch (error) {
        throw isDuplicate(error) ? new DomainError("conflict") : error;
      }
    });
  }

  remove(kind: RecordKind, id: string): Promise<void> {
    const { collection, one } = this.#shelves[kind];
    return this.#attempt(async () => {
      await collection.deleteOne(one(id));
    });
  }
}
