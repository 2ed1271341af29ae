import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type MultipartUpload,
  type S3Client,
} from "@aws-sdk/client-s3";
import { s3Work } from "./errors.js";

/**
 * Ends the uploads of a bucket that a process began and did not live to end; until then their parts are
 * stored, and paid for.
 *
 * @param olderThan milliseconds since 1970; younger ones may still be running
 * @returns how many there were
 */
export async function abortStaleUploads(
  client: S3Client,
  bucket: string,
  olderThan: number,
): Promise<number> {
  let count = 0;
  for await (const { Key, UploadId, Initiated } of unfinished(client, bucket)) {
    if (!Initiated || Initiated.getTime() >= olderThan) continue;
    await s3Work(client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })));
    count++;
  }
  return count;
}

async function* unfinished(client: S3Client, bucket: string): AsyncGenerator<MultipartUpload> {
  const input: ListMultipartUploadsCommandInput = { Bucket: bucket };
  for (;;) {
    const page = await s3Work(client.send(new ListMultipartUploadsCommand(input)));
    yield* page.Uploads ?? [];
    if (!page.IsTruncated || !page.NextKeyMarker) return;
    input.KeyMarker = page.NextKeyMarker;
    input.UploadIdMarker = page.NextUploadIdMarker;
  }
}
