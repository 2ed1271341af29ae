import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import type { TemporaryNames } from "../../core/ports/temporary-names.js";

const PREFIX = "picture-";
/** A picture takes seconds; what is older than this was left behind, whoever made it. */
const STALE_AFTER_MS = 60 * 60 * 1000;

/** A folder of files that live as long as one picture is worked on. */
export class TemporaryFiles {
  private constructor(
    readonly folder: string,
    private readonly names: TemporaryNames | undefined,
  ) {}

  /** Makes the folder where it is missing and removes what a dead process left in it. */
  static async open(folder: string, names?: TemporaryNames): Promise<TemporaryFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = new TemporaryFiles(folder, names);
    await files.sweep();
    return files;
  }

  /** A path that nothing else uses; the file is not made. */
  newPath(): string {
    return join(this.folder, PREFIX + (this.names?.next() ?? randomUUID()));
  }

  /**
   * Writes a stream to a new file and gives its path; nothing stays when it fails.
   *
   * @param maxBytes the stream is left, and refused, at the first byte over it
   * @throws DomainError `image-file-too-big`, `disk-full`; whatever the stream itself throws
   */
  async write(content: ByteStream, maxBytes: number): Promise<string> {
    const path = this.newPath();
    const file = await open(path, "wx", 0o600).catch(rethrowDiskFull);
    try {
      let bytes = 0;
      for await (const chunk of content) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
          throw new DomainError("image-file-too-big", { maximumMiB: Math.floor(maxBytes / 2 ** 20) });
        }
        await file.writeFile(chunk).catch(rethrowDiskFull);
      }
      await file.close();
      return path;
    } catch (error) {
      await file.close();
      await this.remove(path);
      throw error;
    }
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  private async sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!name.startsWith(PREFIX)) continue;
      const path = join(this.folder, name);
      const facts = await stat(path).catch(() => undefined);
      const stale = facts !== undefined && Date.now() - facts.mtimeMs > STALE_AFTER_MS;
      if (stale || this.names?.isAbandoned(name) === true) await this.remove(path);
    }
  }
}

function rethrowDiskFull(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    throw new DomainError("disk-full", {}, { cause: error, retryable: true });
  }
  throw error;
}
