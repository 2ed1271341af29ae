import { keyValueId, type ArchivedRecord, type RecordKind } from "../../src/core/ports/record-archive.js";
import type { Stores } from "../../src/core/ports/stores.js";
import {
  EPOCH,
  queuedTraining,
  sampleClaim,
  sampleImage,
  sampleModel,
  samplePosting,
  sampleUser,
} from "./stored-samples.js";

/** The stores without what the database has around them. */
export type StoreSet = Omit<Stores, "ping" | "close">;

/** Calls every method of every store at least once, so that a test sees each query that they make. */
export async function callEveryStoreMethod(stores: StoreSet): Promise<void> {
  const { trainings, datasets, models, users, keyValues, ledger, inbox, archive } = stores;
  const training = queuedTraining(EPOCH);
  await trainings.insert(training);
  await trainings.get(training.id);
  const saved = await trainings.save(training);
  await trainings.listByOwner(training.ownerId, { limit: 5, offset: 1 });
  await trainings.names(training.ownerId);
  await trainings.countByOwner(training.ownerId, ["QUEUED"]);
  await trainings.listByStatus(["QUEUED", "TRAINING"], 5);
  await trainings.recentlyEnded(["COMPLETED", "FAILED"], 5);
  await trainings.countQueuedBefore(EPOCH);
  await trainings.listWithNotices(5);
  await trainings.claim(sampleClaim({ recipeIds: ["none", "other"], except: ["t1", "t2"] }));
  const claimed = (await trainings.claim(sampleClaim())) ?? saved;
  const image = sampleImage(training.id);
  await datasets.add(image);
  await datasets.get(image.id);
  await datasets.findBySource(training.id, image.sourceId);
  await datasets.list(training.id);
  await datasets.count(training.id);
  await datasets.setCaption(image.id, { text: "a fox", source: "hand" });
  await datasets.approve(image.id);
  await datasets.setFaces(image.id, [0.9]);
  await datasets.remove(image.id);
  await datasets.removeAll(training.id);
  await trainings.delete(claimed);
  const model = await models.upsertByTraining(sampleModel());
  await models.get(model.id);
  await models.replace(model);
  await models.listByOwner(model.ownerId, { limit: 5, offset: 1 });
  await models.countByOwner(model.ownerId);
  await models.delete(model.id);
  const user = await users.remember(sampleUser());
  await users.get(user.id);
  await users.setLocale(user.id, "ru");
  await users.delete(user.id);
  await keyValues.write("n", "a:b", 1);
  await keyValues.read("n", "a:b");
  await keyValues.compareAndSet("n", "a:b", 1, 2);
  await keyValues.compareAndSet("n", "a:c", undefined, 2);
  await keyValues.list("n", 5);
  await keyValues.delete("n", "a:b");
  await keyValues.deleteAll("n", "a:");
  const posting = samplePosting();
  await ledger.append(posting);
  await ledger.get(posting.id);
  await ledger.last(posting.personId);
  await ledger.list(posting.personId, { limit: 5, before: 9 });
  await ledger.page(undefined, 5);
  await ledger.page(posting, 5);
  await inbox.append([{ id: 1, body: {} }]);
  await inbox.append([{ id: 2, body: {} }]);
  await inbox.pending();
  await inbox.begin(1);
  await inbox.done(1);
  await inbox.done(2);
  const archived = queuedTraining(EPOCH);
  const records: { [K in RecordKind]: ArchivedRecord<K> } = {
    users: { id: user.id, value: user },
    images: { id: image.id, value: { ...image, position: 1 } },
    positions: { id: training.id, value: 3 },
    models: { id: model.id, value: model },
    keyValues: { id: keyValueId("n", "a"), value: 1 },
    postings: { id: posting.id, value: posting },
    trainings: { id: archived.id, value: archived },
    pendingUpdates: { id: "7", value: { body: {}, attempts: 0 } },
    handledUpdates: { id: "8", value: true },
  };
  for (const kind of Object.keys(records) as RecordKind[]) {
    await archive.put(kind, records[kind]);
    await archive.page(kind, undefined, 5);
    await archive.page(kind, records[kind].id, 5);
    await archive.get(kind, records[kind].id);
    await archive.remove(kind, records[kind].id);
  }
}

/** The methods of the stores that nobody has called yet, as `trainings.claim`; the copy counts the calls. */
export function countingCalls(stores: StoreSet): { stores: StoreSet; uncalled: () => string[] } {
  const called = new Set<string>();
  const all: string[] = [];
  const objects = Object.entries(stores).filter(([, store]) => typeof store === "object");
  const counting = objects.map(([name, store]: [string, object]) => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store)).filter(
      (method) => method !== "constructor",
    );
    all.push(...methods.map((method) => `${name}.${method}`));
    const proxy: unknown = new Proxy(store, {
      get(target, method) {
        called.add(`${name}.${String(method)}`);
        const value: unknown = Reflect.get(target, method, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    return [name, proxy];
  });
  return {
    stores: Object.fromEntries(counting) as StoreSet,
    uncalled: () => all.filter((method) => !called.has(method)),
  };
}
