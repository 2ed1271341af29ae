import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import type { BlobStore, SignedDownloads } from "../core/ports/blob-store.js";
import type { Clock } from "../core/ports/clock.js";
import { LinkSigner } from "../integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../integrations/local-storage/local-blob-store.js";
import { LocalDownloads } from "../integrations/local-storage/local-downloads.js";
import { readOrMakeSecret } from "../integrations/local-storage/secret-file.js";
import { ensureBucket } from "../integrations/s3/ensure-bucket.js";
import { S3BlobStore } from "../integrations/s3/s3-blob-store.js";
import { createS3Client, type S3Client } from "../integrations/s3/s3-client.js";
import { ProcessNames } from "../integrations/system/process-names.js";

export interface Blobs {
  readonly datasets: BlobStore;
  readonly models: BlobStore;
  /** Where the house serves its files itself. */
  readonly downloads?: SignedDownloads;
  /** Rejects when the store does not answer; a local folder has none. */
  readonly check?: (signal: AbortSignal) => Promise<void>;
  /** Ends uploads begun before a time and left half-way, and counts them; a local folder does so when it is opened. */
  readonly abortStaleUploads?: (olderThan: number) => Promise<number>;
}

/** Two buckets on the S3 server that is named, else two folders in the data folder. */
export async function openBlobs(config: Config, clock: Clock): Promise<Blobs> {
  return config.S3_ENDPOINT === undefined ? localBlobs(config, clock) : s3Blobs(config);
}

async function localBlobs(config: Config, clock: Clock): Promise<Blobs> {
  const secret = await readOrMakeSecret(join(config.DATA_DIR, "link-secret"));
  const baseUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const signer = new LinkSigner(baseUrl, secret, clock);
  const folder = resolve(config.DATA_DIR, "blobs");
  const names = new ProcessNames();
  const datasets = await LocalBlobStore.open({ folder, bucket: "datasets", signer, names });
  const models = await LocalBlobStore.open({ folder, bucket: "models", signer, names });
  // The datasets' bucket is never served; a dataset that its person exports is linked from beside the models.
  return { datasets, models, downloads: new LocalDownloads([models], signer) };
}

async function s3Blobs(config: Config): Promise<Blobs> {
  const { S3_DATASETS_BUCKET, S3_MODELS_BUCKET, S3_ENDPOINT, S3_PUBLIC_ENDPOINT } = config;
  const clientFor = (endpoint: string | undefined): S3Client =>
    createS3Client({
      endpoint,
      region: config.S3_REGION,
      accessKeyId: config.S3_ACCESS_KEY_ID ?? "",
      secretAccessKey: config.S3_SECRET_ACCESS_KEY ?? "",
    });
  const client = clientFor(S3_ENDPOINT);
  const linkClient = S3_PUBLIC_ENDPOINT === undefined ? client : clientFor(S3_PUBLIC_ENDPOINT);
  await ensureBucket(client, S3_DATASETS_BUCKET);
  await ensureBucket(client, S3_MODELS_BUCKET);
  const models = new S3BlobStore({
    client,
    linkClient,
    bucket: S3_MODELS_BUCKET,
    cdnBaseUrl: config.CDN_BASE_URL,
  });
  const datasets = new S3BlobStore({ client, bucket: S3_DATASETS_BUCKET });
  return {
    datasets,
    models,
    abortStaleUploads: async (olderThan) =>
      (await datasets.abortStaleUploads(olderThan)) + (await models.abortStaleUploads(olderThan)),
    check: (signal) => models.check(signal),
  };
}
