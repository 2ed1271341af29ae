import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import type { BlobStore, SignedDownloads } from "../core/ports/blob-store.js";
import type { Clock } from "../core/ports/clock.js";
import { LinkSigner } from "../integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../integrations/local-storage/local-blob-store.js";
import { LocalDownloads } from "../integrations/local-storage/local-downloads.js";
import { readOrMakeSecret } from "../integrations/local-storage/secret-file.js";

export interface Blobs {
  readonly datasets: BlobStore;
  readonly models: BlobStore;
  /** Where the house serves its files itself. */
  readonly downloads?: SignedDownloads;
}

/** Two buckets on the S3 server that is named, else two folders in the data folder. */
export async function openBlobs(config: Config, clock: Clock): Promise<Blobs> {
  const secret = await readOrMakeSecret(join(config.DATA_DIR, "link-secret"));
  const baseUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const signer = new LinkSigner(baseUrl, secret, clock);
  const folder = resolve(config.DATA_DIR, "blobs");
  const datasets = await LocalBlobStore.open({ folder, bucket: "datasets", signer });
  const models = await LocalBlobStore.open({ folder, bucket: "models", signer });
  // Photos are never linked: only the models' bucket is served.
  return { datasets, models, downloads: new LocalDownloads([models], signer) };
}
