import {
  CreateBucketCommand,
  HeadBucketCommand,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { toDomainError } from "./errors.js";

/**
 * Sees to it that a bucket is there. A key that may not look at buckets (R2's object tokens) is taken at its
 * word: the first read or write will tell.
 *
 * @throws DomainError `storage-failed`
 */
export async function ensureBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 403) return;
    if (status !== 404) throw toDomainError(error);
    await create(client, bucket);
  }
}

/** Another bot may make it at the same moment: then it is there, which is all that was wanted. */
async function create(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== 409) throw toDomainError(error);
  }
}
