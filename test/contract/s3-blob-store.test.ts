import { describe } from "mocha";
import { S3BlobStore } from "../../src/integrations/s3/s3-blob-store.js";
import { makeTestBucket } from "../support/s3-bucket.js";
import { shouldBehaveLikeBlobStore } from "./blob-store.js";

describe("S3BlobStore", () => {
  shouldBehaveLikeBlobStore(async (context) => {
    const { client, bucket, remove } = await makeTestBucket(context);
    return { store: new S3BlobStore({ client, bucket }), close: remove };
  });
});
