import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { DomainError, isDomainError } from "../../core/errors.js";
import { assertKey, assertPrefix } from "../../core/ports/blob-key.js";
import type {
  BlobFacts,
  BlobStore,
  ByteRange,
  ByteStream,
  LinkOptions,
  StoredBlob,
} from "../../core/ports/blob-store.js";
import { attachment } from "../../core/ports/content-disposition.js";
import { bodyOf } from "./body.js";
import { s3Work, toDomainError } from "./errors.js";
import { abortStaleUploads } from "./stale-uploads.js";
import { upload } from "./upload.js";

/** A signature of version 4 holds for a week at most. */
const MAX_LINK_SECONDS = 7 * 24 * 60 * 60;

export interface S3BlobStoreOptions {
  readonly client: S3Client;
  /** Signs the links, where people reach the server under another address; `client` when left out. */
  readonly linkClient?: S3Client | undefined;
  readonly bucket: string;
  /**
   * Where a CDN serves the bucket's objects to anyone, without a slash at the end. Links then lead there:
   * they do not end, and the file is saved under the key's last part.
   */
  readonly cdnBaseUrl?: string | undefined;
}

/** One bucket of an S3 server. */
export class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #linkClient: S3Client;
  readonly #bucket: string;
  readonly #cdnBaseUrl: string | undefined;

  constructor({ client, linkClient = client, bucket, cdnBaseUrl }: S3BlobStoreOptions) {
    this.#client = client;
    this.#linkClient = linkClient;
    this.#bucket = bucket;
    this.#cdnBaseUrl = cdnBaseUrl;
  }

  async put(
    key: string,
    content: ByteStream,
    options: { contentType: string; sha256?: string },
  ): Promise<StoredBlob> {
    assertKey(key);
    return upload(content, { client: this.#client, bucket: this.#bucket, key, ...options });
  }

  async get(key: string, range?: ByteRange): Promise<ByteStream> {
    const command = new GetObjectCommand({
      ...this.object(key),
      ...(range && { Range: rangeHeader(range) }),
    });
    try {
      return bodyOf(await this.#client.send(command));
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === "InvalidRange") {
        throw new RangeError(`${String(command.input.Range)} is not within ${key}`, { cause: error });
      }
      throw toDomainError(error);
    }
  }

  async stat(key: string): Promise<BlobFacts | undefined> {
    try {
      const head = await s3Work(this.#client.send(new HeadObjectCommand(this.object(key))));
      return { bytes: head.ContentLength ?? 0, contentType: head.ContentType ?? "application/octet-stream" };
    } catch (error) {
      if (isDomainError(error, "not-found")) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await s3Work(this.#client.send(new DeleteObjectCommand(this.object(key))));
  }

  async deleteAll(prefix: string): Promise<number> {
    let count = 0;
    for await (const keys of this.pages(prefix)) {
      const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
      const command = new DeleteObjectsCommand({ Bucket: this.#bucket, Delete });
      const { Errors: failures = [] } = await s3Work(this.#client.send(command));
      if (failures.length > 0) {
        const message = `${failures.length} not deleted: ${failures.map(({ Code }) => Code).join(" ")}`;
        throw new DomainError("storage-failed", {}, { retryable: true, message });
      }
      count += keys.length;
    }
    return count;
  }

  async *list(prefix: string): AsyncGenerator<string> {
    for await (const keys of this.pages(prefix)) yield* keys;
  }

  async link(key: string, { fileName, expiresInSeconds }: LinkOptions): Promise<string> {
    const target = this.object(key);
    if (this.#cdnBaseUrl !== undefined) return `${this.#cdnBaseUrl}/${key}`;
    const command = new GetObjectCommand({ ...target, ResponseContentDisposition: attachment(fileName) });
    return getSignedUrl(this.#linkClient, command, {
      expiresIn: Math.min(expiresInSeconds, MAX_LINK_SECONDS),
    });
  }

  /**
   * Asks whether the bucket can be reached with the given keys.
   *
   * @throws DomainError `storage-failed`
   */
  async check(signal: AbortSignal): Promise<void> {
    const command = new HeadBucketCommand({ Bucket: this.#bucket });
    await s3Work(this.#client.send(command, { abortSignal: signal }));
  }

  /** As {@link abortStaleUploads}, for this bucket. */
  abortStaleUploads(olderThan: number): Promise<number> {
    return abortStaleUploads(this.#client, this.#bucket, olderThan);
  }

  private object(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.#bucket, Key: key };
  }

  /** The keys under a prefix, a thousand at a time, in order. */
  private async *pages(prefix: string): AsyncGenerator<string[]> {
    assertPrefix(prefix);
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for (;;) {
      const { value, done } = await s3Work(pages.next());
      if (done) return;
      const keys = (value.Contents ?? []).map(({ Key }) => Key).filter((key) => key !== undefined);
      if (keys.length > 0) yield keys;
    }
  }
}

function rangeHeader({ start, end }: ByteRange): string {
  if (start < 0 || end < start) throw new RangeError(`not a range: ${start}-${end}`);
  return `bytes=${start}-${end}`;
}
