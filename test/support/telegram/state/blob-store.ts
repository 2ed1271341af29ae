import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Bytes on disk, named by their content. */
export interface Blob {
  sha256: string;
  size: number;
  path: string;
}

/** Keeps each content once, in a temporary folder that goes with the emulator. */
export class BlobStore {
  private constructor(readonly folder: string) {}

  static async open(): Promise<BlobStore> {
    return new BlobStore(await mkdtemp(join(tmpdir(), "telegram-emulator-")));
  }

  /** Stores a file of this machine (by path), bytes, or a stream, without holding it in memory. */
  async put(source: string | Uint8Array | Readable): Promise<Blob> {
    const partial = join(this.folder, `partial-${randomBytes(8).toString("hex")}`);
    const hash = createHash("sha256");
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(toStream(source), measure, createWriteStream(partial));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    const sha256 = hash.digest("hex");
    const path = join(this.folder, sha256);
    await rename(partial, path);
    return { sha256, size, path };
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true });
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function toStream(source: string | Uint8Array | Readable): Readable {
  if (source instanceof Readable) return source;
  return typeof source === "string" ? createReadStream(source) : Readable.from([Buffer.from(source)]);
}
