import { randomBytes } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Context } from "mocha";
import { createS3Client, type S3Options } from "../../src/integrations/s3/s3-client.js";
import { requireService } from "./services.js";

/** A bucket of its own on the test server. */
export interface TestBucket {
  readonly options: S3Options;
  readonly client: S3Client;
  readonly bucket: string;
  /** Uploads that were begun and neither completed nor aborted. */
  readonly unfinishedUploads: () => Promise<number>;
  /** Deletes the bucket with all that is in it. */
  readonly remove: () => Promise<void>;
}

/** Skips the suite where no server is set up; see {@link requireService}. */
export async function makeTestBucket(context: Context): Promise<TestBucket> {
  const options = {
    endpoint: requireService(context, "S3_TEST_ENDPOINT"),
    region: "us-east-1",
    accessKeyId: requireService(context, "S3_TEST_ACCESS_KEY_ID"),
    secretAccessKey: requireService(context, "S3_TEST_SECRET_ACCESS_KEY"),
  };
  const client = createS3Client(options);
  const Bucket = `darkroom-test-${randomBytes(6).toString("hex")}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return {
    options,
    client,
    bucket: Bucket,
    unfinishedUploads: async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0,
    remove: async () => {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
      }
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
