import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { Stores } from "../ports/stores.js";
import { ACTIVE_STATUSES } from "../training/state.js";
import { absentBlobs, copyBlobs, type BlobCounts, type BucketPair } from "./blobs.js";
import { MigrationNotes } from "./notes.js";
import { RECORD_KINDS, RecordMigration, type Verification } from "./records.js";
import { MigrationRefused } from "./refused.js";

/** A worker that was there this short a time ago may still be. */
const LATELY_MS = 60_000;
const MOST_ACTIVE = 10_000;
const TELL_EVERY = 100;

export interface Migration {
  readonly source: { readonly stores: Stores; readonly blobs: BucketPair };
  /** Either half may stay where it is. */
  readonly target: { readonly stores?: Stores; readonly blobs?: BucketPair };
  readonly clock: Clock;
  readonly ids: Ids;
  /** Takes a line for the person who waits. */
  readonly tell: (line: string) => void;
}

export interface MigrationReport {
  readonly records: readonly Verification[];
  readonly blobs?: BlobCounts;
  /** What is not as it should be; none when all is well. */
  readonly faults: readonly string[];
}

/**
 * Moves an installation's records and blobs, and looks at the end whether all is there. It may be run again,
 * also when it was killed: what is there already is left. The source stays, but for notes of what was copied.
 *
 * @throws MigrationRefused before any record or blob is written when a worker holds a training, or the target knows better
 */
export async function migrateStore(migration: Migration): Promise<MigrationReport> {
  const { source, target, tell } = migration;
  await refuseWhenHeld(migration);
  const records = target.stores && (await recordMigration(migration, target.stores));
  // Blobs go first: a record at the target then always has its file.
  const blobs = target.blobs && (await moveBlobs(migration, target.blobs));
  const verified: Verification[] = [];
  if (records !== undefined) {
    for (const kind of RECORD_KINDS) {
      const { source: all, copied, present, removed } = await records.copy(kind);
      tell(`${kind}: ${all}, of which ${copied} copied, ${present} there already; ${removed} removed`);
    }
    for (const kind of RECORD_KINDS) verified.push(await records.verify(kind));
  }
  const absent = await absentBlobs(source.stores.archive, target.blobs ?? source.blobs);
  const unequal = verified.filter((kind) => kind.equal !== kind.source);
  const faults = [
    ...unequal.map(({ kind, source: all, equal }) => `${kind}: ${equal} of ${all} are equal at the target`),
    ...absent.map((key) => `${key}: named by a record, but not there`),
  ];
  return { records: verified, ...(blobs !== undefined && { blobs }), faults };
}

async function refuseWhenHeld({ source, clock }: Migration): Promise<void> {
  const active = await source.stores.trainings.listByStatus(ACTIVE_STATUSES, MOST_ACTIVE);
  const lately = clock.now() - LATELY_MS;
  const held = active.filter(({ job }) => job !== undefined && job.leaseUntil > lately);
  if (held.length === 0) return;
  throw new MigrationRefused(
    held.map(
      ({ id, job }) =>
        `training ${id}: worker ${job?.workerId ?? ""} held it in the last minute. ` +
        "Stop the bot, wait two minutes and try again.",
    ),
  );
}

async function recordMigration({ source, ids, tell }: Migration, target: Stores): Promise<RecordMigration> {
  const notes = await MigrationNotes.open(source.stores.keyValues, target.keyValues, ids.next());
  const records = new RecordMigration(source.stores.archive, target.archive, notes);
  tell("comparing the records with the target's");
  const conflicts = await records.conflicts();
  if (conflicts.length > 0) throw new MigrationRefused(conflicts);
  return records;
}

async function moveBlobs({ source, tell }: Migration, target: BucketPair): Promise<BlobCounts> {
  const counts = await copyBlobs(source.stores.archive, source.blobs, target, (done) => {
    if (done % TELL_EVERY === 0) tell(`files: ${done} so far`);
  });
  const { named, copied, copiedBytes, present, missing } = counts;
  tell(
    `files: ${named}, of which ${copied} copied (${(copiedBytes / 1e6).toFixed(1)} MB), ` +
      `${present} there already, ${missing.length} missing in the source`,
  );
  return counts;
}
