import { randomBytes } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { createConnection } from "mongoose";
import { createS3Client } from "../../../src/integrations/s3/s3-client.js";
import { FaultProxy } from "../../support/fault-proxy.js";
import { TcpProxy } from "../../support/tcp-proxy.js";

/** A database and two buckets of its own on the test servers, each reached through a proxy. */
export interface Servers {
  readonly mongo: TcpProxy;
  readonly s3: FaultProxy;
  /** For the Darkroom that is broken: through the proxies. */
  readonly env: Readonly<Record<string, string>>;
  /** For the eyes that look on: past them. */
  readonly directEnv: Readonly<Record<string, string>>;
  /** Uploads that were begun and neither completed nor aborted. */
  unfinishedUploads(): Promise<string[]>;
  close(): Promise<void>;
}

const VARIABLES = [
  "MONGODB_TEST_URI",
  "S3_TEST_ENDPOINT",
  "S3_TEST_ACCESS_KEY_ID",
  "S3_TEST_SECRET_ACCESS_KEY",
] as const;

/** The first of the variables that is missing to reach the test servers. */
export function missingServer(): string | undefined {
  return VARIABLES.find((name) => (process.env[name] ?? "") === "");
}

export async function openServers(): Promise<Servers> {
  const [mongoUri = "", endpoint = "", accessKeyId = "", secretAccessKey = ""] = VARIABLES.map(
    (name) => process.env[name],
  );
  const suffix = randomBytes(6).toString("hex");
  const { hostname, port } = new URL(mongoUri);
  const mongo = await TcpProxy.start({ host: hostname, port: Number(port) });
  const s3 = await FaultProxy.start(endpoint);
  const client = createS3Client({ endpoint, region: "us-east-1", accessKeyId, secretAccessKey });
  const buckets = {
    S3_DATASETS_BUCKET: `faults-${suffix}-datasets`,
    S3_MODELS_BUCKET: `faults-${suffix}-models`,
  };
  for (const Bucket of Object.values(buckets)) await client.send(new CreateBucketCommand({ Bucket }));
  const shared = {
    S3_REGION: "us-east-1",
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    ...buckets,
  };
  const database = `faults-${suffix}`;
  const direct = `mongodb://${hostname}:${port}/${database}`;
  return {
    mongo,
    s3,
    env: {
      ...shared,
      MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/${database}`,
      S3_ENDPOINT: s3.url,
      S3_PUBLIC_ENDPOINT: endpoint,
    },
    directEnv: { ...shared, MONGODB_URI: direct, S3_ENDPOINT: endpoint },
    unfinishedUploads: async () => {
      const left = [];
      for (const Bucket of Object.values(buckets)) {
        const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
        left.push(...Uploads.map(({ Key }) => `unfinished upload of ${Key ?? "?"} in ${Bucket}`));
      }
      return left;
    },
    close: async () => {
      await Promise.all([mongo.close(), s3.close()]);
      for (const Bucket of Object.values(buckets)) await emptyBucket(client, Bucket);
      client.destroy();
      const connection = await createConnection(direct).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

async function emptyBucket(client: ReturnType<typeof createS3Client>, Bucket: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
}
