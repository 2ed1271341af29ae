import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DomainError } from "../../core/errors.js";
import type {
  BlobFacts,
  BlobStore,
  ByteRange,
  ByteStream,
  LinkOptions,
  StoredBlob,
} from "../../core/ports/blob-store.js";
import type { TemporaryNames } from "../../core/ports/temporary-names.js";
import { assertKey, assertPrefix } from "../../core/ports/blob-key.js";
import { typeOfExtension } from "./content-type.js";
import { place, writeDurably } from "./durable-file.js";
import { fileWork, isMissing, systemCode } from "./file-errors.js";
import type { LinkSigner } from "./link-signer.js";

/** No key holds a `~`, so neither name can be taken for a blob's. */
const TEMPORARY = "~temporary";
const TYPE_NOTE = "~type";
/** A put takes seconds to minutes; a temporary file this old belongs to a process that died. */
const STALE_AFTER_MS = 6 * 60 * 60 * 1000;

/**
 * A bucket as a folder: each blob is a file under its key, with its content type in a note beside it where
 * the extension does not tell. A key cannot be a blob and a folder of other blobs at once.
 */
export class LocalBlobStore implements BlobStore {
  private constructor(
    readonly bucket: string,
    private readonly root: string,
    private readonly signer: LinkSigner,
    private readonly names: TemporaryNames | undefined,
  ) {}

  /**
   * Makes the bucket's folder where it is missing, and removes temporary files of processes that died.
   *
   * @param options.folder holds the buckets' folders; one file system
   * @param options.bucket `[a-z0-9-]`, also part of links
   * @param options.names tell whose temporary files are; without them only age tells
   */
  static async open(options: {
    folder: string;
    bucket: string;
    signer: LinkSigner;
    names?: TemporaryNames;
  }): Promise<LocalBlobStore> {
    if (!/^[a-z0-9-]+$/.test(options.bucket)) throw new TypeError(`not a bucket name: ${options.bucket}`);
    const root = join(options.folder, options.bucket);
    await mkdir(join(root, TEMPORARY), { recursive: true });
    const store = new LocalBlobStore(options.bucket, root, options.signer, options.names);
    await store.sweep();
    return store;
  }

  async put(
    key: string,
    content: ByteStream,
    options: { contentType: string; sha256?: string },
  ): Promise<StoredBlob> {
    const target = this.pathOf(key);
    const temporary = join(this.root, TEMPORARY, this.names?.next() ?? randomUUID());
    try {
      const { bytes, sha256 } = await writeDurably(temporary, content);
      if (options.sha256 !== undefined && options.sha256 !== sha256) {
        const message = `${key}: expected SHA-256 ${options.sha256}, got ${sha256}`;
        throw new DomainError("storage-failed", {}, { retryable: true, message });
      }
      await fileWork(this.replace(key, temporary, target, options.contentType));
      return { bytes, sha256, contentType: options.contentType };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<ByteStream> {
    return fileWork(this.openBlob(key, range));
  }

  async stat(key: string): Promise<BlobFacts | undefined> {
    const facts = await this.describe(key);
    return facts && { bytes: facts.bytes, contentType: facts.contentType };
  }

  /** As {@link stat}, and a revision that changes with every put. */
  async describe(key: string): Promise<(BlobFacts & { revision: string }) | undefined> {
    const path = this.pathOf(key);
    const facts = await fileWork(orMissing(stat(path, { bigint: true })));
    if (!facts?.isFile()) return undefined;
    const note = await fileWork(orMissing(readFile(path + TYPE_NOTE, "utf8")));
    return {
      bytes: Number(facts.size),
      contentType: note ?? typeOfExtension(key),
      revision: [facts.ino, facts.mtimeNs, facts.size].map((part) => part.toString(36)).join("-"),
    };
  }

  async delete(key: string): Promise<void> {
    const path = this.pathOf(key);
    await fileWork(orMissing(unlink(path)));
    await fileWork(orMissing(unlink(path + TYPE_NOTE)));
    await this.pruneFolders(dirname(path));
  }

  async deleteAll(prefix: string): Promise<number> {
    let count = 0;
    for await (const key of this.list(prefix)) {
      await this.delete(key);
      count++;
    }
    return count;
  }

  async *list(prefix: string): AsyncGenerator<string> {
    assertPrefix(prefix);
    yield* this.walk(prefix);
  }

  link(key: string, options: LinkOptions): Promise<string> {
    assertKey(key);
    return Promise.resolve(this.signer.sign(this.bucket, key, options));
  }

  private pathOf(key: string): string {
    assertKey(key);
    return join(this.root, ...key.split("/"));
  }

  private async openBlob(key: string, range?: ByteRange): Promise<ByteStream> {
    const file = await orMissing(open(this.pathOf(key), "r"));
    if (!file) throw notFound(key);
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw notFound(key);
      if (range) assertRange(range, facts.size);
      return file.createReadStream(range ? { start: range.start, end: range.end } : {});
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The note goes first: a crash in between leaves the old bytes under the new type, never bytes without one. */
  private async replace(key: string, temporary: string, target: string, contentType: string): Promise<void> {
    const note = target + TYPE_NOTE;
    if (contentType === typeOfExtension(key)) {
      await rm(note, { force: true });
    } else {
      const draft = join(this.root, TEMPORARY, this.names?.next() ?? randomUUID());
      try {
        await writeFile(draft, contentType, { flush: true });
        await place(draft, note, this.root);
      } finally {
        await rm(draft, { force: true });
      }
    }
    await place(temporary, target, this.root);
  }

  private async *walk(prefix: string): AsyncGenerator<string> {
    const entries = await fileWork(orMissing(readdir(join(this.root, prefix), { withFileTypes: true })));
    const names = (entries ?? [])
      .filter((entry) => !entry.name.includes("~"))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    // With its slash a folder sorts where its keys do: "a-b", "a.txt", "a/x".
    for (const name of names.sort((a, b) => (a < b ? -1 : 1))) {
      if (name.endsWith("/")) yield* this.walk(prefix + name);
      else yield prefix + name;
    }
  }

  /** Takes away folders that hold nothing any more, from the innermost one outwards. */
  private async pruneFolders(folder: string): Promise<void> {
    for (let at = folder; at !== this.root; at = dirname(at)) {
      try {
        await rmdir(at);
      } catch (error) {
        if (["ENOTEMPTY", "EEXIST"].includes(systemCode(error) ?? "")) return;
        if (!isMissing(error)) throw error;
      }
    }
  }

  private async sweep(): Promise<void> {
    const folder = join(this.root, TEMPORARY);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const facts = await orMissing(stat(path));
      const stale = facts !== undefined && Date.now() - facts.mtimeMs > STALE_AFTER_MS;
      if (stale || this.names?.isAbandoned(name) === true) await rm(path, { force: true });
    }
  }
}

function notFound(key: string): DomainError {
  return new DomainError("not-found", {}, { message: `no blob ${key}` });
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function assertRange({ start, end }: ByteRange, size: number): void {
  if (start < 0 || end < start || start >= size) {
    throw new RangeError(`bytes ${start}-${end} are not within a blob of ${size}`);
  }
}
