import { DomainError } from "../../core/errors.js";
import type { Download, SignedDownloads } from "../../core/ports/blob-store.js";
import type { LinkSigner } from "./link-signer.js";
import type { LocalBlobStore } from "./local-blob-store.js";

/** The files behind the links of some local buckets. */
export class LocalDownloads implements SignedDownloads {
  readonly #stores: ReadonlyMap<string, LocalBlobStore>;

  /** @param signer the one that the stores sign with */
  constructor(
    stores: readonly LocalBlobStore[],
    private readonly signer: LinkSigner,
  ) {
    this.#stores = new Map(stores.map((store) => [store.bucket, store]));
  }

  async resolve(path: string, query: Readonly<Record<string, string>>): Promise<Download> {
    const { bucket, key, fileName } = this.signer.verify(path, query);
    const store = this.#stores.get(bucket);
    if (!store) throw new DomainError("not-found", {}, { message: `no bucket ${bucket}` });
    const facts = await store.describe(key);
    if (!facts) throw new DomainError("not-found", {}, { message: `no blob ${key}` });
    return { ...facts, fileName, open: (range) => store.get(key, range) };
  }
}
