import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { DomainError } from "../../core/errors.js";
import type { ByteStream, StoredBlob } from "../../core/ports/blob-store.js";
import { toDomainError } from "./errors.js";

/** The least that S3 takes. 10,000 parts, the most that it takes, make 52 GB; those in flight bound the memory. */
const PART_BYTES = 5 * 2 ** 20;
const PARTS_AT_ONCE = 3;
const READ_AHEAD_BYTES = 256 * 1024;

export interface UploadTarget {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** Hex. */
  readonly sha256?: string | undefined;
}

/**
 * Sends a stream in parts of which few are in memory at once; a short one in a single request. What fails is
 * aborted, so that nothing is stored and no parts are left to be paid for.
 *
 * @throws DomainError `storage-failed`, `disk-full`; what the stream itself throws comes through as it is
 */
export async function upload(content: ByteStream, target: UploadTarget): Promise<StoredBlob> {
  const source = new HashedSource(content, target);
  const work = new Upload({
    client: target.client,
    params: {
      Bucket: target.bucket,
      Key: target.key,
      ContentType: target.contentType,
      Body: Readable.from(source.chunks(), { objectMode: false, highWaterMark: READ_AHEAD_BYTES }),
    },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
  });
  try {
    await work.done();
  } catch (error) {
    throw source.failure ?? toDomainError(error);
  }
  return { bytes: source.bytes, sha256: source.sha256, contentType: target.contentType };
}

/**
 * Counts and hashes what passes. When the hash turns out to be another than the expected one it fails as a
 * broken stream does, before the last part is sent.
 */
class HashedSource {
  bytes = 0;
  sha256 = "";
  /** Why the source, and not the server, put an end to it. */
  failure: Error | undefined;

  constructor(
    private readonly content: ByteStream,
    private readonly target: UploadTarget,
  ) {}

  async *chunks(): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    for await (const chunk of this.watched()) {
      hash.update(chunk);
      this.bytes += chunk.byteLength;
      yield chunk;
    }
    this.sha256 = hash.digest("hex");
    const { key, sha256: expected } = this.target;
    if (expected !== undefined && expected !== this.sha256) {
      const message = `${key}: expected SHA-256 ${expected}, got ${this.sha256}`;
      this.failure = new DomainError("storage-failed", {}, { retryable: true, message });
      throw this.failure;
    }
  }

  /** Notes an error of the stream itself; a reader that lets go of it early ends it without one. */
  private async *watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.content;
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}
