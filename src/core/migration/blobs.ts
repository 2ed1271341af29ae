import { createHash } from "node:crypto";
import { versionsOf } from "../models/versions.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { RecordArchive } from "../ports/record-archive.js";
import { recordsOf } from "./records.js";

/** The two buckets, on one side. */
export interface BucketPair {
  readonly datasets: BlobStore;
  readonly models: BlobStore;
}

/** A blob as a record names it. */
export interface NamedBlob {
  readonly bucket: keyof BucketPair;
  readonly key: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface BlobCounts {
  readonly named: number;
  readonly copied: number;
  readonly copiedBytes: number;
  /** Equal at the target already. */
  readonly present: number;
  /** Named by a record, and neither in the source nor at the target. */
  readonly missing: readonly string[];
}

/** Every blob that an image, a model or a training's sample names. */
async function* namedBlobs(records: RecordArchive): AsyncGenerator<NamedBlob> {
  for await (const { value } of recordsOf(records, "images")) {
    const { blobKey, bytes, contentHash, clip } = value;
    yield { bucket: "datasets", key: blobKey, bytes, sha256: contentHash };
    if (clip !== undefined) {
      yield { bucket: "datasets", key: clip.stillKey, bytes: clip.stillBytes, sha256: clip.stillSha256 };
    }
  }
  for await (const { value } of recordsOf(records, "models")) {
    const files = versionsOf(value).flatMap((version) => version.files);
    for (const { blobKey, bytes, sha256 } of files) {
      yield { bucket: "models", key: blobKey, bytes, sha256 };
    }
  }
  for await (const { value } of recordsOf(records, "trainings")) {
    for (const { blobKey, bytes, sha256 } of value.samples ?? []) {
      yield { bucket: "models", key: blobKey, bytes, sha256 };
    }
  }
}

/**
 * Copies what the records name, stream by stream; each blob's SHA-256 must be the one that its record tells.
 *
 * @param onBlob is told how many were looked at
 * @throws DomainError `storage-failed` when a blob has other bytes than its record says
 */
export async function copyBlobs(
  records: RecordArchive,
  source: BucketPair,
  target: BucketPair,
  onBlob: (done: number) => void,
): Promise<BlobCounts> {
  let [named, copied, copiedBytes, present] = [0, 0, 0, 0];
  const missing: string[] = [];
  for await (const blob of namedBlobs(records)) {
    const { bucket, key, sha256 } = blob;
    named += 1;
    const facts = await source[bucket].stat(key);
    if (await isThere(target[bucket], blob)) present += 1;
    else if (facts === undefined) missing.push(`${bucket}/${key}`);
    else {
      await target[bucket].put(key, await source[bucket].get(key), {
        contentType: facts.contentType,
        sha256,
      });
      copied += 1;
      copiedBytes += facts.bytes;
    }
    onBlob(named);
  }
  return { named, copied, copiedBytes, present, missing };
}

/** The named blobs that are not there in their length. */
export async function absentBlobs(records: RecordArchive, buckets: BucketPair): Promise<string[]> {
  const absent: string[] = [];
  for await (const { bucket, key, bytes } of namedBlobs(records)) {
    if ((await buckets[bucket].stat(key))?.bytes !== bytes) absent.push(`${bucket}/${key}`);
  }
  return absent;
}

async function isThere(bucket: BlobStore, { key, bytes, sha256 }: NamedBlob): Promise<boolean> {
  if ((await bucket.stat(key))?.bytes !== bytes) return false;
  const hash = createHash("sha256");
  for await (const chunk of await bucket.get(key)) hash.update(chunk);
  return hash.digest("hex") === sha256;
}
